#include "matting/threshold_cholesky.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "matting/conjugate_gradient.hpp"

namespace {

using Matrix = shm::ThresholdCholesky::Matrix;
using Vector = Eigen::VectorXd;

/// A grid of side x side whose neighbours are linked more or less strongly; every tenth is held, by
/// `hold`.
Matrix grid(int side, double hold) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> exponent(-4, 0);
  std::vector<Eigen::Triplet<double>> entries;
  const auto link = [&](int a, int b) {
    const double weight = std::pow(10, exponent(random));
    entries.insert(entries.end(),
                   {{a, b, -weight}, {b, a, -weight}, {a, a, weight}, {b, b, weight}});
  };
  for (int at = 0; at < side * side; ++at) {
    entries.emplace_back(at, at, at % 10 == 0 ? hold : 0);
    if (at % side + 1 < side) link(at, at + 1);
    if (at + side < side * side) link(at, at + side);
  }
  Matrix matrix(side * side, side * side);
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

int iterations_to_solve(const Matrix& matrix, const Vector& truth, Vector& solved) {
  const shm::ThresholdCholesky factor(matrix);
  solved = Vector::Zero(truth.size());
  return shm::conjugate_gradient([&](const Vector& x, Vector& out) { out = matrix * x; },
                                 [&](const Vector& residual) { return factor.solve(residual); },
                                 matrix * truth, 1e-9, 1000, solved);
}

}  // namespace

TEST(ThresholdCholesky, SmallSystemIsSolvedAtOnce) {
  const Matrix matrix = grid(6, 1);
  const Vector truth = Vector::LinSpaced(36, -1, 1);
  const Vector solved = shm::ThresholdCholesky(matrix).solve(matrix * truth);
  EXPECT_LT((solved - truth).lpNorm<Eigen::Infinity>(), 1e-3);
}

TEST(ThresholdCholesky, LeavesAFewIterationsWhereLinksDifferWidely) {
  const Matrix matrix = grid(80, 1e-3);
  const Vector truth = Vector::LinSpaced(matrix.rows(), 0, 1);
  Vector solved;
  EXPECT_LE(iterations_to_solve(matrix, truth, solved), 10);
  EXPECT_LT((solved - truth).lpNorm<Eigen::Infinity>(), 1e-5);
}

TEST(ThresholdCholesky, MatrixThatIsNotQuitePositiveIsShiftedUntilItHasAFactor) {
  const Matrix matrix = grid(20, -1e-6);
  const Vector ones = Vector::Ones(matrix.rows());
  const Vector solved = shm::ThresholdCholesky(matrix).solve(ones);
  EXPECT_TRUE(solved.allFinite());
  EXPECT_GT(solved.dot(ones), 0) << "a factor is positive definite";
}
