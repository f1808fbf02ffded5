// SPDX-License-Identifier: MIT
// Eliminates one front of a multifrontal factorization after another.
#pragma once

#include <Eigen/SparseCore>
#include <cstddef>
#include <vector>

#include "solver/column_major.hpp"
#include "solver/extend_add.hpp"
#include "solver/nested_dissection.hpp"
#include "solver/zeroed_arena.hpp"

namespace shm {

/// Numbers that are not set, given out and taken back in turns: the last first.
class ContributionStack {
 public:
  std::size_t size() const { return size_; }
  float* at(std::size_t index) { return values_.data() + index; }
  void resize(std::size_t size) {
    if (size > values_.size()) values_.resize(size);
    size_ = size;
  }

 private:
  std::vector<float> values_;  ///< what was taken back stays, to be given out again
  std::size_t size_ = 0;
};

/// What the elimination of a front adds among its boundary: the lower half of a matrix. It is on
/// top of its stack until the elimination of the front above takes it.
struct ContributionBlock {
  ContributionStack* stack = nullptr;
  std::size_t begin = 0;
  std::ptrdiff_t stride = 0;

  ColumnMajor<float> view() const { return {stack->at(begin), stride}; }
};

/// A front's columns of a Cholesky factor.
struct Front : Supernode {
  std::vector<int> boundary = {};   ///< later rows that its elimination links, ascending
  ColumnMajor<float> columns = {};  ///< rows of its own, then those of the boundary

  /// Row of the columns where the boundary's begin.
  int boundary_begin() const { return int(padded_rows(size())); }
  int rows() const { return boundary_begin() + int(boundary.size()); }
  ColumnMajor<float> below() const { return columns.from(boundary_begin(), 0); }
};

/// Eliminates fronts of a symmetric positive definite matrix, each after its children.
class FrontalElimination {
 public:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;

  /// `contributions` has one for each front, with the stack that it goes to: not that of its
  /// children's. `memory` is for the fronts' columns.
  FrontalElimination(const Matrix& matrix, std::vector<Front>& fronts,
                     std::vector<ContributionBlock>& contributions, ZeroedArena& memory);
  void run(std::size_t front, int threads);

 private:
  void enter(std::size_t front);
  void leave();
  int index_in_front(int row) const;
  std::vector<int> new_links();
  void add_to_boundary(const std::vector<int>& rows);
  void make_room();
  void add_entries();
  ExtendAdd extend_add_from(std::size_t child) const;
  void eliminate(int threads);
  void pop_contributions();

  const Matrix& matrix_;
  std::vector<Front>& fronts_;
  std::vector<ContributionBlock>& contributions_;
  ZeroedArena& memory_;
  Front* front_ = nullptr;                     ///< that is being eliminated
  ContributionBlock* contribution_ = nullptr;  ///< its own
  std::vector<int> boundary_index_;  ///< of the boundary's rows among the front's, for all rows
};

}  // namespace shm
