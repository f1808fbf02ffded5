#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

#include "solver/frontal_elimination.hpp"

namespace shm {

/// Cholesky factor of a symmetric positive definite matrix whose rows are places on a grid.
///
/// Strips of a nested dissection are eliminated as dense blocks (multifrontal, Duff and Reid,
/// 1983), those of parts that do not see each other at the same time. All in single precision: a
/// preconditioner that leaves a few iterations, whatever the size of the grid.
class NestedCholesky {
 public:
  using Matrix = BlockElimination::Matrix;
  using Vector = Eigen::VectorXd;

  /// The blocks are those of `dissect`, the matrix's rows in its order; its upper half is enough.
  NestedCholesky(const Matrix& matrix, std::vector<DissectedBlock> blocks, int threads);
  Vector solve(const Vector& right_side) const;

 private:
  struct Changes;
  using Stacks = std::array<BlockStack, 2>;

  void split_work();
  template <typename Blocks>
  static auto part(Blocks& blocks, std::size_t root);
  int rows_of_part(std::size_t root) const;
  void eliminate(const Matrix& matrix);
  std::vector<BlockUpdate> updates_into(std::vector<Stacks>& stacks) const;

  void solve_forward(Vector& values) const;
  void solve_backward(Vector& values) const;
  static void solve_forward(const FactorBlock& block, Vector& values, Changes& changes);
  static void solve_backward(const FactorBlock& block, Vector& values, std::vector<double>& border);

  int threads_;
  std::vector<FactorBlock> blocks_;  ///< halves before what parts them
  std::vector<std::size_t> parts_;   ///< blocks that, with all below them, do not see each other
  std::vector<std::size_t> above_;   ///< blocks that part these
  std::vector<ZeroedArena> memory_;  ///< of each part's columns, and of those above
};

}  // namespace shm
