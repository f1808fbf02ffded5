// SPDX-License-Identifier: MIT
// Contribution blocks land where their rows are.
#include "solver/extend_add.hpp"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <vector>

namespace {

using Matrix = Eigen::MatrixXf;

constexpr int size = 9;
const std::vector<int> indices = {0, 1, 2, 4, 7, 8};

Matrix small() {
  return Matrix::Random(Eigen::Index(indices.size()), Eigen::Index(indices.size()));
}

/// What the lower half of a larger matrix becomes.
Matrix spread(const Matrix& from) {
  Matrix to = Matrix::Zero(size, size);
  for (int column = 0; column < int(indices.size()); ++column)
    for (int row = column; row < int(indices.size()); ++row)
      to(indices[std::size_t(row)], indices[std::size_t(column)]) = from(row, column);
  return to;
}

}  // namespace

TEST(ExtendAdd, AddsALowerHalfWhereItsRowsAre) {
  const Matrix from = small();
  Matrix to = Matrix::Ones(size, size);
  const shm::ExtendAdd extend_add({from.data(), from.rows()}, indices);
  extend_add.run(0, size, {to.data(), to.rows()}, 0, 2);
  EXPECT_EQ(to, Matrix::Ones(size, size) + spread(from));
}

TEST(ExtendAdd, AddsSomeColumnsToAPartOfAMatrix) {
  constexpr int origin = 3;
  const Matrix from = small();
  Matrix to = Matrix::Zero(size - origin, size - origin);
  const shm::ExtendAdd extend_add({from.data(), from.rows()}, indices);
  extend_add.run(origin, size, {to.data(), to.rows()}, origin, 1);
  EXPECT_EQ(to, spread(from).bottomRightCorner(size - origin, size - origin));
}
