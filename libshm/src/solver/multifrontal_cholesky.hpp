// SPDX-License-Identifier: MIT
// Cholesky factor of a grid's matrix, front by front, in threads.
#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

#include "solver/frontal_elimination.hpp"

namespace shm {

/// Cholesky factor of a symmetric positive definite matrix whose rows are points of a grid.
///
/// Separators of a nested dissection are eliminated as dense fronts (multifrontal, Duff and Reid,
/// 1983), those of subtrees that do not see each other at the same time. All in single precision: a
/// preconditioner that leaves a few iterations, whatever the size of the grid.
class MultifrontalCholesky {
 public:
  using Matrix = FrontalElimination::Matrix;
  using Vector = Eigen::VectorXd;

  /// The fronts are those of `dissect`, the matrix's rows in its order; its upper half is enough.
  MultifrontalCholesky(const Matrix& matrix, std::vector<Supernode> fronts, int threads);
  Vector solve(const Vector& right_side) const;

 private:
  struct Changes;
  using Stacks = std::array<ContributionStack, 2>;

  void split_tree();
  template <typename Fronts>
  static auto subtree(Fronts& fronts, std::size_t root);
  int rows_of_subtree(std::size_t root) const;
  void eliminate(const Matrix& matrix);
  std::vector<ContributionBlock> contributions_into(std::vector<Stacks>& stacks) const;

  void solve_forward(Vector& values) const;
  void solve_backward(Vector& values) const;
  static void solve_forward(const Front& front, Vector& values, Changes& changes);
  static void solve_backward(const Front& front, Vector& values, std::vector<double>& boundary);

  int threads_;
  std::vector<Front> fronts_;          ///< children before what parts them
  std::vector<std::size_t> subtrees_;  ///< fronts that, with all below them, do not see each other
  std::vector<std::size_t> top_;       ///< fronts above these
  std::vector<ZeroedArena> memory_;    ///< of each subtree's columns, and of those above
};

}  // namespace shm
