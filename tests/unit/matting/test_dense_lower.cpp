#include "matting/dense_lower.hpp"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>

namespace {

using Matrix = Eigen::MatrixXf;

shm::ColumnMajor<float> writable(Matrix& matrix) {
  return {matrix.data(), matrix.rows()};
}

shm::ColumnMajor<const float> readable(const Matrix& matrix) {
  return {matrix.data(), matrix.rows()};
}

/// With zeros below, as many as it takes.
Matrix padded(const Matrix& matrix) {
  Matrix result = Matrix::Zero(shm::padded_rows(matrix.rows()), matrix.cols());
  result.topRows(matrix.rows()) = matrix;
  return result;
}

constexpr float tolerance = 1e-4F;

/// Of the lower half.
float largest_difference(const Matrix& a, const Matrix& b) {
  const Matrix lower = (a - b).triangularView<Eigen::Lower>();
  return lower.cwiseAbs().maxCoeff();
}

Matrix positive(int size) {
  const Matrix random = Matrix::Random(size, size);
  Matrix square = random * random.transpose();
  square.diagonal().array() += float(size);
  return square;
}

}  // namespace

TEST(DenseLower, DividesByATriangle) {
  for (const int columns : {1, 5, 6, 48, 100})
    for (const int rows : {1, 16, 300}) {
      const Matrix lower = positive(columns).llt().matrixL();
      const Matrix truth = Matrix::Random(rows, columns);
      Matrix x = padded(truth * lower.transpose());
      shm::divide_by_lower(writable(x), readable(lower), rows, columns, 2);
      EXPECT_LT((x - padded(truth)).cwiseAbs().maxCoeff(), tolerance) << rows << "x" << columns;
    }
}

TEST(DenseLower, SquaresIntoTheLowerHalf) {
  for (const int size : {1, 15, 47, 48, 101})
    for (const int depth : {0, 1, 30, 257}) {
      const Matrix a = padded(Matrix::Random(size, depth));
      Matrix c = padded(Matrix::Random(size, size));
      shm::negative_square(writable(c), readable(a), size, depth, 2);
      EXPECT_LT(largest_difference(c, -a * a.topRows(size).transpose()), tolerance)
          << size << ", " << depth << " deep";
      EXPECT_TRUE(c.bottomRows(c.rows() - size).isZero(0)) << size;
    }
}

TEST(DenseLower, FactorsAPositiveMatrix) {
  for (const int size : {1, 5, 6, 48, 100}) {
    const Matrix square = positive(size);
    const Matrix truth = square.llt().matrixL();
    Matrix lower = padded(square);
    shm::factor_lower(writable(lower), size);
    EXPECT_LT(largest_difference(lower, padded(truth)), tolerance) << size;
  }
}

TEST(DenseLower, FactorsFromTheLowerHalfAlone) {
  const Matrix square = positive(40);
  const Matrix truth = square.llt().matrixL();
  Matrix lower = padded(square.triangularView<Eigen::Lower>());
  shm::factor_lower(writable(lower), 40);
  EXPECT_LT(largest_difference(lower, padded(truth)), tolerance);
}

TEST(DenseLower, PivotsThatAreNotPositiveAreRaised) {
  Matrix square = positive(60);
  square.row(50) = square.row(20);
  square.col(50) = square.col(20);
  square(50, 50) = square(20, 20) - 1;
  Matrix factor = padded(square);
  shm::factor_lower(writable(factor), 60);
  const Matrix lower = factor.topRows(60).triangularView<Eigen::Lower>();
  EXPECT_TRUE(lower.allFinite());
  EXPECT_GT(lower.diagonal().minCoeff(), 0);
}

TEST(DenseLower, SolvesWithATriangleAndWithItsTransposed) {
  for (const int size : {1, 41}) {
    const Matrix lower = positive(size).llt().matrixL();
    const Eigen::MatrixXd wide = lower.cast<double>();
    const Eigen::VectorXd truth = Eigen::VectorXd::Random(size);
    Eigen::VectorXd x = wide * truth;
    shm::solve_lower(readable(lower), size, x.data());
    EXPECT_LT((x - truth).lpNorm<Eigen::Infinity>(), 1e-12) << size;
    x = wide.transpose() * truth;
    shm::solve_lower_transposed(readable(lower), size, x.data());
    EXPECT_LT((x - truth).lpNorm<Eigen::Infinity>(), 1e-12) << size;
  }
}

TEST(DenseLower, SubtractsProductsWithAVector) {
  for (const int rows : {16, 48})
    for (const int columns : {1, 4, 7}) {
      const Matrix a = Matrix::Random(rows, columns);
      const Eigen::VectorXd x = Eigen::VectorXd::Random(columns);
      const Eigen::VectorXd y = Eigen::VectorXd::Random(rows);
      Eigen::VectorXd changed = y;
      shm::subtract_product(readable(a), rows, columns, x.data(), changed.data());
      const Eigen::MatrixXd wide = a.cast<double>();
      EXPECT_LT((changed - (y - wide * x)).lpNorm<Eigen::Infinity>(), 1e-12) << columns;
      changed = x;
      shm::subtract_transposed_product(readable(a), rows, columns, y.data(), changed.data());
      EXPECT_LT((changed - (x - wide.transpose() * y)).lpNorm<Eigen::Infinity>(), 1e-12) << columns;
    }
}
