#include "solver/extend_add.hpp"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <vector>

namespace {

using Matrix = Eigen::MatrixXf;

constexpr int size = 9;
const std::vector<int> places = {0, 1, 2, 4, 7, 8};

Matrix small() {
  return Matrix::Random(Eigen::Index(places.size()), Eigen::Index(places.size()));
}

/// What the lower half of a larger matrix becomes.
Matrix spread(const Matrix& from) {
  Matrix to = Matrix::Zero(size, size);
  for (int column = 0; column < int(places.size()); ++column)
    for (int row = column; row < int(places.size()); ++row)
      to(places[std::size_t(row)], places[std::size_t(column)]) = from(row, column);
  return to;
}

}  // namespace

TEST(ExtendAdd, AddsALowerHalfWhereItsRowsAre) {
  const Matrix from = small();
  Matrix to = Matrix::Ones(size, size);
  const shm::ExtendAdd way({from.data(), from.rows()}, places);
  way.run(0, size, {to.data(), to.rows()}, 0, 2);
  EXPECT_EQ(to, Matrix::Ones(size, size) + spread(from));
}

TEST(ExtendAdd, AddsSomeColumnsToAPartOfAMatrix) {
  constexpr int origin = 3;
  const Matrix from = small();
  Matrix to = Matrix::Zero(size - origin, size - origin);
  const shm::ExtendAdd way({from.data(), from.rows()}, places);
  way.run(origin, size, {to.data(), to.rows()}, origin, 1);
  EXPECT_EQ(to, spread(from).bottomRightCorner(size - origin, size - origin));
}
