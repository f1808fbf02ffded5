// SPDX-License-Identifier: MIT
// Preconditioned conjugate gradient.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <utility>

#include "base/parallel.hpp"

namespace shm {

/// Vectors so large that threads gain by sharing them out.
inline constexpr Eigen::Index worth_threads = 100'000;

/// Solves a symmetric positive definite system for `x`, which holds the first guess: `apply(p,
/// out)` multiplies with the matrix, `precondition(r)` returns an approximate solution. Ends when
/// the residual is `tolerance` times the right side, and after most_iterations anyway; returns the
/// count.
template <typename Apply, typename Precondition>
int conjugate_gradient(const Apply& apply, const Precondition& precondition,
                       const Eigen::VectorXd& right_side, double tolerance, int most_iterations,
                       int threads, Eigen::VectorXd& x) {
  const auto each_part = [&](const auto& work) {
    in_parallel(std::size_t(x.size()), x.size() < worth_threads ? 1 : threads,
                [&](std::size_t, std::size_t begin, std::size_t end) {
                  work(Eigen::seqN(Eigen::Index(begin), Eigen::Index(end - begin)));
                });
  };
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
    each_part([&](const auto& part) {
      direction(part) = guess(part) + energy / before * direction(part);
    });
    apply(direction, product);
    const double step = energy / direction.dot(product);
    each_part([&](const auto& part) {
      x(part) += step * direction(part);
      residual(part) -= step * product(part);
    });
  }
  return iteration;
}

}  // namespace shm
