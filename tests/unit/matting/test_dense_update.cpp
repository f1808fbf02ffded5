#include "matting/dense_update.hpp"

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

}  // namespace

TEST(DenseUpdate, SubtractsAProductOfAnySize) {
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

TEST(DenseUpdate, LeavesWhatLiesAroundAlone) {
  Matrix c = Matrix::Zero(40, 9);
  const Matrix a = Matrix::Ones(20, 3);
  const Matrix b = Matrix::Ones(7, 3);
  shm::subtract_product({c.data() + 10 + c.rows(), c.rows()}, readable(a), readable(b), 20, 7, 3);
  EXPECT_EQ(c.block(10, 1, 20, 7), Matrix::Constant(20, 7, -3));
  EXPECT_EQ(c.sum(), -3 * 20 * 7);
}

TEST(DenseUpdate, DividesByATriangle) {
  for (const int columns : {1, 5, 48, 100}) {
    const Matrix random = Matrix::Random(columns, columns);
    Matrix square = random * random.transpose();
    square.diagonal().array() += float(columns);
    const Matrix lower = square.llt().matrixL();
    const Matrix truth = Matrix::Random(33, columns);
    Matrix x = truth * lower.transpose();
    shm::divide_by_lower(writable(x), readable(lower), 33, columns);
    EXPECT_LT((x - truth).cwiseAbs().maxCoeff(), tolerance) << columns << " columns";
  }
}

TEST(DenseUpdate, SubtractsASquareFromTheLowerHalf) {
  for (const int size : {1, 47, 48, 101}) {
    const Matrix a = Matrix::Random(size, 30);
    Matrix c = Matrix::Random(size, size);
    const Matrix truth = c - a * a.transpose();
    shm::subtract_square(writable(c), readable(a), size, 30);
    const Matrix error = (c - truth).triangularView<Eigen::Lower>();
    EXPECT_LT(error.cwiseAbs().maxCoeff(), tolerance) << size;
  }
}
