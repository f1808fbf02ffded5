#pragma once

#include <Eigen/SparseCore>
#include <cstddef>
#include <vector>

#include "solver/dense_cholesky.hpp"
#include "solver/extend_add.hpp"
#include "solver/nested_dissection.hpp"
#include "solver/zeroed_arena.hpp"

namespace shm {

/// Numbers that are not set, given out and taken back in turns: the last first.
class BlockStack {
 public:
  std::size_t size() const { return size_; }
  float* at(std::size_t place) { return values_.data() + place; }
  void resize(std::size_t size) {
    if (size > values_.size()) values_.resize(size);
    size_ = size;
  }

 private:
  std::vector<float> values_;  ///< what was taken back stays, to be given out again
  std::size_t size_ = 0;
};

/// What the elimination of a block adds among its border: the lower half of a matrix. It is on top
/// of its stack until the elimination of the block above takes it.
struct BlockUpdate {
  BlockStack* stack = nullptr;
  std::size_t begin = 0;
  std::ptrdiff_t stride = 0;

  ColumnMajor<float> view() const { return {stack->at(begin), stride}; }
};

/// A block's columns of a Cholesky factor.
struct FactorBlock : DissectedBlock {
  std::vector<int> border = {};     ///< later rows that its elimination links, ascending
  ColumnMajor<float> columns = {};  ///< rows of its own, then those of the border

  /// Row of the columns where the border's begin.
  int border_begin() const { return int(padded_rows(size())); }
  int rows() const { return border_begin() + int(border.size()); }
  ColumnMajor<float> below() const { return columns.from(border_begin(), 0); }
};

/// Eliminates blocks of a symmetric positive definite matrix, each after its halves.
class BlockElimination {
 public:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;

  /// `updates` has one for each block, with the stack that it goes to: not that of its halves'.
  /// `memory` is for the blocks' columns.
  BlockElimination(const Matrix& matrix, std::vector<FactorBlock>& blocks,
                   std::vector<BlockUpdate>& updates, ZeroedArena& memory);
  void run(std::size_t block, int threads);

 private:
  void enter(std::size_t block);
  void leave();
  int place(int row) const;
  std::vector<int> new_links();
  void add_to_border(const std::vector<int>& rows);
  void make_room();
  void add_entries();
  ExtendAdd way_of(std::size_t half) const;
  void eliminate(int threads);
  void give_back_updates();

  const Matrix& matrix_;
  std::vector<FactorBlock>& blocks_;
  std::vector<BlockUpdate>& updates_;
  ZeroedArena& memory_;
  FactorBlock* block_ = nullptr;    ///< that is being eliminated
  BlockUpdate* update_ = nullptr;   ///< its own
  std::vector<int> border_places_;  ///< of the border's rows among the block's, for all rows
};

}  // namespace shm
