// SPDX-License-Identifier: MIT
// Dense tiles against plain loops.
#include "solver/dense_cholesky.hpp"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>

#include "solver/dense_substitution.hpp"

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
      shm::trsm(writable(x), readable(lower), rows, columns, 2);
      EXPECT_LT((x - padded(truth)).cwiseAbs().maxCoeff(), tolerance) << rows << "x" << columns;
    }
}

TEST(DenseLower, SquaresIntoTheLowerHalf) {
  for (const int size : {1, 15, 47, 48, 101})
    for (const int depth : {0, 1, 30, 257}) {
      const Matrix a = padded(Matrix::Random(size, depth));
      Matrix c = padded(Matrix::Random(size, size));
      shm::syrk(writable(c), readable(a), size, depth, 2);
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
    shm::potrf(writable(lower), size);
    EXPECT_LT(largest_difference(lower, padded(truth)), tolerance) << size;
  }
}

TEST(DenseLower, FactorsFromTheLowerHalfAlone) {
  const Matrix square = positive(40);
  const Matrix truth = square.llt().matrixL();
  Matrix lower = padded(square.triangularView<Eigen::Lower>());
  shm::potrf(writable(lower), 40);
  EXPECT_LT(largest_difference(lower, padded(truth)), tolerance);
}

TEST(DenseLower, PivotsThatAreNotPositiveAreRaised) {
  Matrix square = positive(60);
  square.row(50) = square.row(20);
  square.col(50) = square.col(20);
  square(50, 50) = square(20, 20) - 1;
  Matrix factor = padded(square);
  shm::potrf(writable(factor), 60);
  const Matrix lower = factor.topRows(60).triangularView<Eigen::Lower>();
  EXPECT_TRUE(lower.allFinite());
  EXPECT_GT(lower.diagonal().minCoeff(), 0);
}

TEST(DenseLower, SolvesWithATriangleAndWithItsTransposed) {
  for (const int columns : {1, 3, 4, 6, 16, 41}) {
    const auto top = int(shm::padded_rows(columns));
    const Matrix below = Matrix::Random(32, columns);
    Matrix lower(top + 32, columns);
    lower << padded(positive(columns).llt().matrixL()), below;
    lower.topRows(columns).triangularView<Eigen::StrictlyUpper>().setConstant(1e9F);  // nobody's
    const Eigen::MatrixXd triangle =
        lower.topRows(columns).triangularView<Eigen::Lower>().toDenseMatrix().cast<double>();
    const Eigen::VectorXd truth = Eigen::VectorXd::Random(columns);
    const Eigen::VectorXd others = Eigen::VectorXd::Random(32);

    Eigen::VectorXd x = Eigen::VectorXd::Zero(top + 32);
    x.head(columns) = triangle * truth;
    x.tail(32) = others + below.cast<double>() * truth;
    shm::forward_substitute(readable(lower), top + 32, columns, x.data());
    EXPECT_LT((x.head(columns) - truth).lpNorm<Eigen::Infinity>(), 1e-12) << columns;
    EXPECT_LT((x.tail(32) - others).lpNorm<Eigen::Infinity>(), 1e-12) << columns;

    x.head(columns) = triangle.transpose() * truth + below.cast<double>().transpose() * others;
    shm::back_substitute(readable(lower), top + 32, columns, x.data());
    EXPECT_LT((x.head(columns) - truth).lpNorm<Eigen::Infinity>(), 1e-12) << columns;
  }
}
