#include "solver/multifrontal_cholesky.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "solver/conjugate_gradient.hpp"

namespace {

using Matrix = shm::NestedCholesky::Matrix;
using Vector = Eigen::VectorXd;
using shm::Place;

constexpr int reach = 2;

bool within_reach(const Place& a, const Place& b) {
  return std::abs(a.x - b.x) <= reach && std::abs(a.y - b.y) <= reach;
}

/// A grid of side x side places, some of them missing, whose neighbours are linked more or less
/// strongly; every tenth is held, by `hold`.
struct Grid {
  std::vector<Place> places;
  std::vector<shm::DissectedBlock> blocks;
  Matrix matrix;
};

Grid grid(int side, double hold) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> exponent(-4, 0);
  Grid grid;
  for (int at = 0; at < side * side; ++at)
    if (random() % 8 != 0) grid.places.push_back({at % side, at / side});
  grid.blocks = shm::dissect(grid.places, reach, 1);
  std::vector<Eigen::Triplet<double>> entries;
  for (int a = 0; a < int(grid.places.size()); ++a) {
    entries.emplace_back(a, a, a % 10 == 0 ? hold : 1e-6);
    for (int b = 0; b < a; ++b) {
      if (!within_reach(grid.places[std::size_t(a)], grid.places[std::size_t(b)])) continue;
      const double weight = std::pow(10, exponent(random));
      entries.insert(entries.end(),
                     {{a, b, -weight}, {b, a, -weight}, {a, a, weight}, {b, b, weight}});
    }
  }
  grid.matrix.resize(Eigen::Index(grid.places.size()), Eigen::Index(grid.places.size()));
  grid.matrix.setFromTriplets(entries.begin(), entries.end());
  return grid;
}

double largest_error(const Grid& grid, int threads) {
  const Vector truth = Vector::LinSpaced(grid.matrix.rows(), -1, 1);
  const shm::NestedCholesky factor(grid.matrix, grid.blocks, threads);
  return (factor.solve(grid.matrix * truth) - truth).lpNorm<Eigen::Infinity>();
}

}  // namespace

TEST(NestedCholesky, SolvesAtOnceToSinglePrecision) {
  EXPECT_LT(largest_error(grid(3, 1), 1), 1e-3) << "too few places to be parted";
  EXPECT_LT(largest_error(grid(40, 1), 1), 1e-3);
  EXPECT_LT(largest_error(grid(40, 1), 4), 1e-3) << "in several threads";
}

TEST(NestedCholesky, LeavesAFewIterationsWhereLittleIsHeld) {
  const Grid loose = grid(60, 1e-3);
  const Vector truth = Vector::LinSpaced(loose.matrix.rows(), 0, 1);
  const shm::NestedCholesky factor(loose.matrix, loose.blocks, 2);
  Vector solved = Vector::Zero(truth.size());
  const int iterations =
      shm::conjugate_gradient([&](const Vector& x, Vector& out) { out = loose.matrix * x; },
                              [&](const Vector& residual) { return factor.solve(residual); },
                              loose.matrix * truth, 1e-9, 100, 2, solved);
  EXPECT_LE(iterations, 5);
  EXPECT_LT((solved - truth).lpNorm<Eigen::Infinity>(), 1e-5);
}

TEST(NestedCholesky, PlacesInOneLineAndFarApartAreSolved) {
  Grid line;
  for (int x = 0; x < 100; ++x)
    line.places.push_back({x * 5, 0});
  line.blocks = shm::dissect(line.places, reach, 1);
  line.matrix = Matrix(100, 100);
  line.matrix.setIdentity();
  EXPECT_LT(largest_error(line, 2), 1e-6);
}

TEST(NestedCholesky, MatrixThatIsNotQuitePositiveStillHasAPositiveFactor) {
  const Grid loose = grid(20, -1e-4);
  const Vector ones = Vector::Ones(loose.matrix.rows());
  const Vector solved = shm::NestedCholesky(loose.matrix, loose.blocks, 1).solve(ones);
  EXPECT_TRUE(solved.allFinite());
  EXPECT_GT(solved.dot(ones), 0);
}
