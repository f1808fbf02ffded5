#pragma once

#include <Eigen/Core>
#include <utility>

namespace shm {

/// Solves a symmetric positive definite system for `x`, which holds the first guess: `apply(p,
/// out)` multiplies with the matrix, `precondition(r)` returns an approximate solution. Ends when
/// the residual is `tolerance` times the right side, and after most_iterations anyway; returns the
/// count.
template <typename Apply, typename Precondition>
int conjugate_gradient(const Apply& apply, const Precondition& precondition,
                       const Eigen::VectorXd& right_side, double tolerance, int most_iterations,
                       Eigen::VectorXd& x) {
  Eigen::VectorXd product = Eigen::VectorXd::Zero(x.size());
  if (!x.isZero(0)) apply(x, product);
  Eigen::VectorXd residual = right_side - product;
  Eigen::VectorXd direction = Eigen::VectorXd::Zero(x.size());
  const double enough = tolerance * right_side.norm();
  double energy = 1;
  int iteration = 0;
  for (; iteration < most_iterations && residual.norm() > enough; ++iteration) {
    const Eigen::VectorXd guess = precondition(residual);
    const double before = std::exchange(energy, residual.dot(guess));
    direction = guess + energy / before * direction;
    apply(direction, product);
    const double step = energy / direction.dot(product);
    x += step * direction;
    residual -= step * product;
  }
  return iteration;
}

}  // namespace shm
