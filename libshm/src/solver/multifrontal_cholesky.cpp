#include "solver/multifrontal_cholesky.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/parallel.hpp"

namespace shm {
namespace {

/// More parts than threads, since they take unequal times; each more leaves one more block that
/// waits for all.
constexpr std::size_t parts_a_thread = 4;
/// What is fetched of a block beforehand: most are smaller, and of others the processor sees soon
/// enough how they go on.
constexpr std::ptrdiff_t most_fetched = 4096;  // floats

/// Lets the memory bring a block's columns while another's are worked on.
void fetch(const FactorBlock& block) {
  constexpr std::ptrdiff_t cache_line = 16;  // floats
  const std::ptrdiff_t count = std::min(most_fetched, block.columns.stride * block.size());
  for (std::ptrdiff_t i = 0; i < count; i += cache_line)
    __builtin_prefetch(block.columns.data + i);
}

}  // namespace

NestedCholesky::NestedCholesky(const Matrix& matrix, std::vector<DissectedBlock> blocks,
                               int threads)
    : threads_(threads) {
  blocks_.reserve(blocks.size());
  for (DissectedBlock& block : blocks)
    blocks_.push_back({std::move(block)});
  split_work();
  eliminate(matrix);
}

/// A block and all below it, halves first.
template <typename Blocks>
auto NestedCholesky::part(Blocks& blocks, std::size_t root) {
  return std::span(blocks).subspan(blocks[root].first, root + 1 - blocks[root].first);
}

/// Parts the largest part until there are enough.
void NestedCholesky::split_work() {
  const std::size_t enough = threads_ > 1 ? parts_a_thread * std::size_t(threads_) : 1;
  const auto smaller = [&](std::size_t a, std::size_t b) {
    return rows_of_part(a) < rows_of_part(b);
  };
  parts_ = {blocks_.size() - 1};
  while (parts_.size() < enough) {
    const auto largest = std::max_element(parts_.begin(), parts_.end(), smaller);
    const std::vector<std::size_t>& halves = blocks_[*largest].halves;
    if (halves.empty()) break;
    above_.push_back(*largest);
    parts_.erase(largest);
    parts_.insert(parts_.end(), halves.begin(), halves.end());
  }
  std::sort(parts_.rbegin(), parts_.rend(), smaller);
  std::sort(above_.begin(), above_.end());
}

int NestedCholesky::rows_of_part(std::size_t root) const {
  return blocks_[root].end - part(blocks_, root).front().begin;
}

void NestedCholesky::eliminate(const Matrix& matrix) {
  memory_.resize(parts_.size() + 1);
  std::vector<Stacks> stacks(memory_.size());
  std::vector<BlockUpdate> updates = updates_into(stacks);
  in_turn(parts_.size(), threads_, [&](std::size_t i) {
    BlockElimination elimination(matrix, blocks_, updates, memory_[i]);
    for (std::size_t block = blocks_[parts_[i]].first; block <= parts_[i]; ++block)
      elimination.run(block, 1);
  });
  BlockElimination elimination(matrix, blocks_, updates, memory_.back());
  for (const std::size_t block : above_)
    elimination.run(block, threads_);
}

/// Which stack each block's update goes to: with two for each part and those above, for blocks
/// under an even and under an odd number of others, the last to come to one is the first taken.
std::vector<BlockUpdate> NestedCholesky::updates_into(std::vector<Stacks>& stacks) const {
  std::vector<BlockUpdate> updates(blocks_.size());
  std::vector<std::size_t> odd(blocks_.size(), 0);
  for (std::size_t i = blocks_.size(); i-- > 0;)
    for (const std::size_t half : blocks_[i].halves)
      odd[half] = 1 - odd[i];
  for (const std::size_t block : above_)
    updates[block].stack = &stacks.back()[odd[block]];
  for (std::size_t i = 0; i < parts_.size(); ++i)
    for (std::size_t block = blocks_[parts_[i]].first; block <= parts_[i]; ++block)
      updates[block].stack = &stacks[i][odd[block]];
  return updates;
}

/// By how much a part's blocks change the right side: within the part, and among its root's border,
/// where other parts' blocks do so, too.
struct NestedCholesky::Changes {
  const FactorBlock& root;
  Vector& within;
  Vector outside = Vector::Zero(Eigen::Index(root.border.size()));
  std::vector<double> of_block = {};

  void add(int row, double change) {
    if (row < root.end)
      within[row] += change;
    else
      outside[std::lower_bound(root.border.begin(), root.border.end(), row) -
              root.border.begin()] += change;
  }
};

NestedCholesky::Vector NestedCholesky::solve(const Vector& right_side) const {
  Vector values = right_side;
  solve_forward(values);
  solve_backward(values);
  return values;
}

void NestedCholesky::solve_forward(Vector& values) const {
  std::vector<Vector> outside(parts_.size());
  in_turn(parts_.size(), threads_, [&](std::size_t i) {
    Changes changes{blocks_[parts_[i]], values};
    const auto blocks = part(blocks_, parts_[i]);
    for (std::size_t j = 0; j < blocks.size(); ++j) {
      if (j + 1 < blocks.size()) fetch(blocks[j + 1]);
      solve_forward(blocks[j], values, changes);
    }
    outside[i] = std::move(changes.outside);
  });
  for (std::size_t i = 0; i < parts_.size(); ++i)
    values(blocks_[parts_[i]].border) += outside[i];
  Changes changes{blocks_.back(), values};
  for (const std::size_t i : above_)
    solve_forward(blocks_[i], values, changes);
}

void NestedCholesky::solve_backward(Vector& values) const {
  std::vector<double> rows;
  for (std::size_t i = above_.size(); i-- > 0;)
    solve_backward(blocks_[above_[i]], values, rows);
  in_turn(parts_.size(), threads_, [&](std::size_t i) {
    std::vector<double> own_rows;
    const auto blocks = part(blocks_, parts_[i]);
    for (std::size_t j = blocks.size(); j-- > 0;) {
      if (j > 0) fetch(blocks[j - 1]);
      solve_backward(blocks[j], values, own_rows);
    }
  });
}

void NestedCholesky::solve_forward(const FactorBlock& block, Vector& values, Changes& changes) {
  double* own = values.data() + block.begin;
  std::vector<double>& rows = changes.of_block;
  rows.assign(std::size_t(block.columns.stride), 0);
  std::copy_n(own, block.size(), rows.begin());
  solve_lower(block.columns, block.columns.stride, block.size(), rows.data());
  std::copy_n(rows.begin(), block.size(), own);
  for (std::size_t i = 0; i < block.border.size(); ++i)
    changes.add(block.border[i], rows[std::size_t(block.border_begin()) + i]);
}

void NestedCholesky::solve_backward(const FactorBlock& block, Vector& values,
                                    std::vector<double>& rows) {
  double* own = values.data() + block.begin;
  rows.assign(std::size_t(block.columns.stride), 0);
  std::copy_n(own, block.size(), rows.begin());
  for (std::size_t i = 0; i < block.border.size(); ++i)
    rows[std::size_t(block.border_begin()) + i] = values[block.border[i]];
  solve_lower_transposed(block.columns, block.columns.stride, block.size(), rows.data());
  std::copy_n(rows.begin(), block.size(), own);
}

}  // namespace shm
