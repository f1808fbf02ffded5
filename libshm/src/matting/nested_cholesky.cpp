#include "matting/nested_cholesky.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <span>
#include <utility>

#include "matting/parallel.hpp"

namespace shm {
namespace {

/// More parts than threads, since they take unequal times; each more leaves one more block that
/// waits for all.
constexpr std::size_t parts_a_thread = 4;
/// Columns of an update that are added at once.
constexpr std::ptrdiff_t columns_a_slice = 32;

/// Rows of an update that are neighbours in the front, too.
struct Run {
  int from, to, count;
};

std::vector<Run> runs_of(const std::vector<int>& places) {
  std::vector<Run> runs;
  for (int i = 0; i < int(places.size()); ++i) {
    const int place = places[std::size_t(i)];
    if (!runs.empty() && place == runs.back().to + runs.back().count)
      ++runs.back().count;
    else
      runs.push_back({i, place, 1});
  }
  return runs;
}

/// Adds a column's rows from `first` on to those that the runs tell, `to` being that of `offset`.
void add_column(const float* from, int first, const std::vector<Run>& runs, float* to, int offset) {
  for (const Run& run : runs) {
    float* place = to + run.to - offset;
    for (int i = std::max(0, first - run.from); i < run.count; ++i)
      place[i] += from[run.from + i];
  }
}

}  // namespace

/// Of a position among its rows.
int NestedCholesky::Block::local(int position) const {
  if (position < end) return position - begin;
  return size() + int(std::lower_bound(border.begin(), border.end(), position) - border.begin());
}

/// Of ascending positions.
std::vector<int> NestedCholesky::Block::locals(const std::vector<int>& positions) const {
  std::vector<int> result;
  result.reserve(positions.size());
  auto at = border.begin();
  for (const int position : positions) {
    if (position < end) {
      result.push_back(position - begin);
    } else {
      while (*at < position)
        ++at;
      result.push_back(size() + int(at - border.begin()));
    }
  }
  return result;
}

/// A block and all below it, halves first.
template <typename Blocks>
auto NestedCholesky::part(Blocks& blocks, std::size_t root) {
  return std::span(blocks).subspan(blocks[root].first, root + 1 - blocks[root].first);
}

NestedCholesky::NestedCholesky(const Matrix& matrix, const std::vector<Place>& places, int reach,
                               int threads)
    : threads_(threads), position_(places.size()) {
  Dissection dissection = dissect(places, reach);
  order_ = std::move(dissection.order);
  for (DissectedBlock& block : dissection.blocks)
    blocks_.push_back({std::move(block)});
  for (int position = 0; position < int(order_.size()); ++position)
    position_[std::size_t(order_[std::size_t(position)])] = position;
  split_work();
  in_turn(parts_.size(), threads_, [&](std::size_t i) {
    for (Block& block : part(blocks_, parts_[i]))
      eliminate(matrix, block, 1);
  });
  for (const std::size_t i : above_)
    eliminate(matrix, blocks_[i], threads_);
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

/// Leaves the block's columns of the factor, and its update for the block that parts it.
void NestedCholesky::eliminate(const Matrix& matrix, Block& block, int threads) {
  find_border(matrix, block);
  const int size = block.size();
  const int rest = int(block.border.size());
  block.columns = ZeroedMatrix(block.rows(), size);
  block.update = ZeroedMatrix(rest, rest);
  add_entries(matrix, block);
  for (const std::size_t half : block.halves) {
    add_update(blocks_[half], block, threads);
    blocks_[half].update = {};
  }
  const ColumnMajor<float> columns = block.columns.view();
  const ColumnMajor<float> below = columns.from(size, 0);
  factor_lower(columns, size);
  divide_by_lower(below, columns, rest, size, threads);
  subtract_square(block.update.view(), below, rest, size, threads);
}

void NestedCholesky::find_border(const Matrix& matrix, Block& block) const {
  std::vector<int> own;
  for (int position = block.begin; position < block.end; ++position)
    for (Matrix::InnerIterator entry(matrix, order_[std::size_t(position)]); entry; ++entry)
      if (const int other = position_[std::size_t(entry.col())]; other >= block.end)
        own.push_back(other);
  std::sort(own.begin(), own.end());
  own.erase(std::unique(own.begin(), own.end()), own.end());
  block.border = std::move(own);
  for (const std::size_t half : block.halves)
    add_to_border(block, blocks_[half].border);
}

void NestedCholesky::add_to_border(Block& block, const std::vector<int>& positions) {
  const auto later = std::lower_bound(positions.begin(), positions.end(), block.end);
  std::vector<int> both;
  both.reserve(block.border.size() + positions.size());
  std::set_union(block.border.begin(), block.border.end(), later, positions.end(),
                 std::back_inserter(both));
  block.border = std::move(both);
}

/// The matrix's own.
void NestedCholesky::add_entries(const Matrix& matrix, Block& block) const {
  const ColumnMajor<float> columns = block.columns.view();
  for (int column = block.begin; column < block.end; ++column)
    for (Matrix::InnerIterator entry(matrix, order_[std::size_t(column)]); entry; ++entry) {
      const int row = position_[std::size_t(entry.col())];
      if (row >= column) *columns.at(block.local(row), column - block.begin) = float(entry.value());
    }
}

/// Adds what the elimination of a half left.
void NestedCholesky::add_update(const Block& half, Block& block, int threads) {
  const std::vector<int> places = block.locals(half.border);
  const std::vector<Run> runs = runs_of(places);
  const ColumnMajor<const float> update = half.update.view();
  const auto add = [&](int column) {
    const int place = places[std::size_t(column)];
    const int in_update = place - block.size();
    if (in_update < 0)
      add_column(update.at(0, column), column, runs, block.columns.view().at(0, place), 0);
    else
      add_column(update.at(0, column), column, runs, block.update.view().at(0, in_update),
                 block.size());
  };
  in_slices(std::ptrdiff_t(places.size()), columns_a_slice, threads,
            [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
              for (std::ptrdiff_t column = begin; column < end; ++column)
                add(int(column));
            });
}

/// By how much a part's blocks change the right side: within the part, and among its root's border,
/// where other parts' blocks do so, too.
struct NestedCholesky::Changes {
  const Block& root;
  Vector& within;
  Vector outside = Vector::Zero(Eigen::Index(root.border.size()));

  void add(int position, double change) {
    if (position < root.end)
      within[position] += change;
    else
      outside[root.local(position) - root.size()] += change;
  }
};

NestedCholesky::Vector NestedCholesky::solve(const Vector& right_side) const {
  Vector values = right_side(order_);
  solve_forward(values);
  solve_backward(values);
  return values(position_);
}

void NestedCholesky::solve_forward(Vector& values) const {
  std::vector<Vector> outside(parts_.size());
  in_turn(parts_.size(), threads_, [&](std::size_t i) {
    Changes changes{blocks_[parts_[i]], values};
    for (const Block& block : part(blocks_, parts_[i]))
      solve_forward(block, values, changes);
    outside[i] = std::move(changes.outside);
  });
  for (std::size_t i = 0; i < parts_.size(); ++i)
    values(blocks_[parts_[i]].border) += outside[i];
  Changes changes{blocks_.back(), values};
  for (const std::size_t i : above_)
    solve_forward(blocks_[i], values, changes);
}

void NestedCholesky::solve_backward(Vector& values) const {
  for (const std::size_t i : above_ | std::views::reverse)
    solve_backward(blocks_[i], values);
  in_turn(parts_.size(), threads_, [&](std::size_t i) {
    for (const Block& block : part(blocks_, parts_[i]) | std::views::reverse)
      solve_backward(block, values);
  });
}

void NestedCholesky::solve_forward(const Block& block, Vector& values, Changes& changes) {
  Vector local = Vector::Zero(block.rows());
  local.head(block.size()) = values.segment(block.begin, block.size());
  solve_lower(block.columns.view(), block.rows(), block.size(), local.data());
  values.segment(block.begin, block.size()) = local.head(block.size());
  for (std::size_t i = 0; i < block.border.size(); ++i)
    changes.add(block.border[i], local[block.size() + Eigen::Index(i)]);
}

void NestedCholesky::solve_backward(const Block& block, Vector& values) {
  Vector local(block.rows());
  local.head(block.size()) = values.segment(block.begin, block.size());
  for (std::size_t i = 0; i < block.border.size(); ++i)
    local[block.size() + Eigen::Index(i)] = values[block.border[i]];
  solve_lower_transposed(block.columns.view(), block.rows(), block.size(), local.data());
  values.segment(block.begin, block.size()) = local.head(block.size());
}

}  // namespace shm
