// SPDX-License-Identifier: MIT
// Walks that are solved at once, or in a few iterations.
#include "solver/absorbing_ilu.hpp"

#include <gtest/gtest.h>

#include <Eigen/IterativeLinearSolvers>
#include <random>

namespace {

using Matrix = shm::AbsorbingIlu::Matrix;
using Vector = Eigen::VectorXd;

/// A walk that steps from each of `size` rows to `steps` others, seldom out of its group of ten,
/// and may be absorbed in one row out of `every`.
Matrix walk(int size, int steps, int every) {
  std::mt19937 random(3);
  std::vector<Eigen::Triplet<double>> entries;
  for (int row = 0; row < size; ++row) {
    double total = row % every == 0 ? 5 : 0;
    for (int step = 0; step < steps; ++step) {
      const bool leaves = (row % 10 == 0 && step == 0) || random() % 50 == 0;
      const int to = leaves ? int(random() % unsigned(size)) : row / 10 * 10 + int(random() % 10);
      if (to == row || to >= size) continue;
      entries.emplace_back(row, to, -0.9);
      total += 0.9;
    }
    entries.emplace_back(row, row, total);
  }
  Matrix matrix(size, size);
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

}  // namespace

TEST(AbsorbingIlu, SolvesASmallWalkAtOnce) {
  const Matrix matrix = walk(30, 3, 2);
  shm::AbsorbingIlu preconditioner;
  preconditioner.compute(matrix);
  const Vector truth = Vector::LinSpaced(30, 0, 1);
  const Vector solved = preconditioner.solve(matrix * truth);
  EXPECT_LT((solved - truth).lpNorm<Eigen::Infinity>(), 1e-3);
}

TEST(AbsorbingIlu, LeavesFewIterationsWhereGroupsHardlySeeEachOther) {
  const Matrix matrix = walk(3000, 9, 25);
  const Vector truth = Vector::Random(3000).cwiseAbs();
  const Vector right_side = matrix * truth;
  Eigen::BiCGSTAB<Matrix, shm::AbsorbingIlu> solver(matrix);
  solver.setTolerance(1e-10);
  const Vector solved = solver.solve(right_side);
  EXPECT_LT(solver.iterations(), 30);
  EXPECT_LT((solved - truth).lpNorm<Eigen::Infinity>(), 1e-5);
}

TEST(AbsorbingIlu, GroupThatSeesNothingKnownBecomesZero) {
  Matrix matrix(4, 4);  // 0 and 1 see each other alone, 2 sees both and what is known, 3 sees 2
  for (const auto& [row, column, value] : {std::tuple(0, 0, 1.0),
                                           {0, 1, -1.0},
                                           {1, 0, -1.0},
                                           {1, 1, 1.0},
                                           {2, 0, -1.0},
                                           {2, 2, 2.0},
                                           {3, 2, -1.0},
                                           {3, 3, 1.0}})
    matrix.insert(row, column) = value;
  matrix.makeCompressed();
  Eigen::BiCGSTAB<Matrix, shm::AbsorbingIlu> solver(matrix);
  const Vector solved = solver.solve((Vector(4) << 0, 0, 1, 0).finished());
  const Vector expected = (Vector(4) << 0, 0, 0.5, 0.5).finished();
  EXPECT_LT((solved - expected).lpNorm<Eigen::Infinity>(), 1e-9) << solved.transpose();
}
