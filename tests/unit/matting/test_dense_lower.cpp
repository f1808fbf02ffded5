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

constexpr float tolerance = 1e-4F;

Matrix positive(int size) {
  const Matrix random = Matrix::Random(size, size);
  Matrix square = random * random.transpose();
  square.diagonal().array() += float(size);
  return square;
}

}  // namespace

TEST(DenseLower, SubtractsAProductOfAnySize) {
  for (const int rows : {1, 15, 16, 37})
    for (const int columns : {1, 6, 11})
      for (const int depth : {0, 1, 130, 257}) {
        const Matrix a = Matrix::Random(rows, depth);
        const Matrix b = Matrix::Random(columns, depth);
        Matrix c = Matrix::Random(rows, columns);
        const Matrix truth = c - a * b.transpose();
        shm::subtract_product(writable(c), readable(a), readable(b), rows, columns, depth);
        EXPECT_LT((c - truth).cwiseAbs().maxCoeff(), tolerance)
            << rows << "x" << columns << ", " << depth << " deep";
      }
}

TEST(DenseLower, LeavesWhatLiesAroundAlone) {
  Matrix c = Matrix::Zero(40, 9);
  const Matrix a = Matrix::Ones(20, 3);
  const Matrix b = Matrix::Ones(7, 3);
  shm::subtract_product({c.data() + 10 + c.rows(), c.rows()}, readable(a), readable(b), 20, 7, 3);
  EXPECT_EQ(c.block(10, 1, 20, 7), Matrix::Constant(20, 7, -3));
  EXPECT_EQ(c.sum(), -3 * 20 * 7);
}

TEST(DenseLower, DividesByATriangle) {
  for (const int columns : {1, 5, 48, 100}) {
    const Matrix lower = positive(columns).llt().matrixL();
    const Matrix truth = Matrix::Random(300, columns);
    Matrix x = truth * lower.transpose();
    shm::divide_by_lower(writable(x), readable(lower), 300, columns, 2);
    EXPECT_LT((x - truth).cwiseAbs().maxCoeff(), tolerance) << columns << " columns";
  }
}

TEST(DenseLower, SubtractsASquareFromTheLowerHalf) {
  for (const int size : {1, 47, 48, 101}) {
    const Matrix a = Matrix::Random(size, 30);
    Matrix c = Matrix::Random(size, size);
    const Matrix truth = c - a * a.transpose();
    shm::subtract_square(writable(c), readable(a), size, 30, 2);
    const Matrix error = (c - truth).triangularView<Eigen::Lower>();
    EXPECT_LT(error.cwiseAbs().maxCoeff(), tolerance) << size;
  }
}

TEST(DenseLower, FactorsAPositiveMatrix) {
  for (const int size : {1, 5, 48, 100}) {
    const Matrix square = positive(size);
    const Matrix truth = square.llt().matrixL();
    Matrix lower = square;
    shm::factor_lower(writable(lower), size);
    const Matrix error = (lower - truth).triangularView<Eigen::Lower>();
    EXPECT_LT(error.cwiseAbs().maxCoeff(), tolerance) << size;
  }
}

TEST(DenseLower, PivotsThatAreNotPositiveAreRaised) {
  Matrix square = positive(60);
  square.row(50) = square.row(20);
  square.col(50) = square.col(20);
  square(50, 50) = square(20, 20) - 1;
  shm::factor_lower(writable(square), 60);
  const Matrix lower = square.triangularView<Eigen::Lower>();
  EXPECT_TRUE(lower.allFinite());
  EXPECT_GT(lower.diagonal().minCoeff(), 0);
}

TEST(DenseLower, SolvesWithATriangleAndWithItsTransposed) {
  constexpr int rows = 70;
  constexpr int columns = 41;
  Matrix lower = Matrix::Random(rows, columns);
  lower.topRows(columns) = positive(columns).llt().matrixL();
  const Eigen::MatrixXd above = lower.topRows(columns).cast<double>();
  const Eigen::MatrixXd below = lower.bottomRows(rows - columns).cast<double>();
  const Eigen::VectorXd truth = Eigen::VectorXd::Random(rows);

  Eigen::VectorXd x(rows);
  x << above * truth.head(columns), truth.tail(rows - columns) + below * truth.head(columns);
  shm::solve_lower(readable(lower), rows, columns, x.data());
  EXPECT_LT((x - truth).lpNorm<Eigen::Infinity>(), 1e-12);

  x.head(columns) =
      above.transpose() * truth.head(columns) + below.transpose() * truth.tail(rows - columns);
  shm::solve_lower_transposed(readable(lower), rows, columns, x.data());
  EXPECT_LT((x - truth).lpNorm<Eigen::Infinity>(), 1e-12);
}
