// SPDX-License-Identifier: MIT
// Grids of points solved to single precision, however they lie.
#include "solver/multifrontal_cholesky.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "grid_reach.hpp"
#include "solver/conjugate_gradient.hpp"

namespace {

using Matrix = shm::MultifrontalCholesky::Matrix;
using Vector = Eigen::VectorXd;
using shm::GridPoint;

/// A grid of side x side points, some of them missing, whose neighbours are linked more or less
/// strongly; every tenth is held, by `hold`.
struct Grid {
  std::vector<GridPoint> points;
  std::vector<shm::Supernode> nodes;
  Matrix matrix;
};

Grid grid(int side, double hold) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> exponent(-4, 0);
  Grid grid;
  for (int at = 0; at < side * side; ++at)
    if (random() % 8 != 0) grid.points.push_back({at % side, at / side});
  grid.nodes = shm::dissect(grid.points, reach, 1);
  std::vector<Eigen::Triplet<double>> entries;
  for (int a = 0; a < int(grid.points.size()); ++a) {
    entries.emplace_back(a, a, a % 10 == 0 ? hold : 1e-6);
    for (int b = 0; b < a; ++b) {
      if (!within_reach(grid.points[std::size_t(a)], grid.points[std::size_t(b)])) continue;
      const double weight = std::pow(10, exponent(random));
      entries.insert(entries.end(),
                     {{a, b, -weight}, {b, a, -weight}, {a, a, weight}, {b, b, weight}});
    }
  }
  grid.matrix.resize(Eigen::Index(grid.points.size()), Eigen::Index(grid.points.size()));
  grid.matrix.setFromTriplets(entries.begin(), entries.end());
  return grid;
}

double largest_error(const Grid& grid, int threads) {
  const Vector truth = Vector::LinSpaced(grid.matrix.rows(), -1, 1);
  const shm::MultifrontalCholesky factor(grid.matrix, grid.nodes, threads);
  return (factor.solve(grid.matrix * truth) - truth).lpNorm<Eigen::Infinity>();
}

}  // namespace

TEST(MultifrontalCholesky, SolvesAtOnceToSinglePrecision) {
  EXPECT_LT(largest_error(grid(3, 1), 1), 1e-3) << "too few points to be parted";
  EXPECT_LT(largest_error(grid(40, 1), 1), 1e-3);
  EXPECT_LT(largest_error(grid(40, 1), 4), 1e-3) << "in several threads";
}

TEST(MultifrontalCholesky, LeavesAFewIterationsWhereLittleIsHeld) {
  const Grid loose = grid(60, 1e-3);
  const Vector truth = Vector::LinSpaced(loose.matrix.rows(), 0, 1);
  const shm::MultifrontalCholesky factor(loose.matrix, loose.nodes, 2);
  Vector solved = Vector::Zero(truth.size());
  const int iterations =
      shm::conjugate_gradient([&](const Vector& x, Vector& out) { out = loose.matrix * x; },
                              [&](const Vector& residual) { return factor.solve(residual); },
                              loose.matrix * truth, 1e-9, 100, 2, solved);
  EXPECT_LE(iterations, 5);
  EXPECT_LT((solved - truth).lpNorm<Eigen::Infinity>(), 1e-5);
}

TEST(MultifrontalCholesky, PointsInOneLineAndFarApartAreSolved) {
  Grid line;
  for (int x = 0; x < 100; ++x)
    line.points.push_back({x * 5, 0});
  line.nodes = shm::dissect(line.points, reach, 1);
  line.matrix = Matrix(100, 100);
  line.matrix.setIdentity();
  EXPECT_LT(largest_error(line, 2), 1e-6);
}

TEST(MultifrontalCholesky, MatrixThatIsNotQuitePositiveStillHasAPositiveFactor) {
  const Grid loose = grid(20, -1e-4);
  const Vector ones = Vector::Ones(loose.matrix.rows());
  const Vector solved = shm::MultifrontalCholesky(loose.matrix, loose.nodes, 1).solve(ones);
  EXPECT_TRUE(solved.allFinite());
  EXPECT_GT(solved.dot(ones), 0);
}
