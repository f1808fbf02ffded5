#include "solver/frontal_elimination.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace shm {
namespace {

constexpr int none = -1;
constexpr int seen = 0;

}  // namespace

BlockElimination::BlockElimination(const Matrix& matrix, std::vector<FactorBlock>& blocks,
                                   std::vector<BlockUpdate>& updates, ZeroedArena& memory)
    : matrix_(matrix),
      blocks_(blocks),
      updates_(updates),
      memory_(memory),
      border_places_(std::size_t(matrix.rows()), none) {}

/// Leaves the block's columns of the factor, and its update for the block above. What its halves'
/// updates hold for the columns is added before these are eliminated, the rest afterwards.
void BlockElimination::run(std::size_t block, int threads) {
  enter(block);
  make_room();
  add_entries();
  std::vector<ExtendAdd> ways;
  for (const std::size_t half : block_->halves)
    ways.push_back(way_of(half));
  const int border = block_->border_begin();
  for (const ExtendAdd& way : ways)
    way.run(0, border, block_->columns, 0, threads);
  eliminate(threads);
  for (const ExtendAdd& way : ways)
    way.run(border, block_->rows(), update_->view(), border, threads);
  give_back_updates();
  leave();
}

/// Of the halves, the last first.
void BlockElimination::give_back_updates() {
  for (std::size_t i = block_->halves.size(); i-- > 0;) {
    const BlockUpdate& update = updates_[block_->halves[i]];
    update.stack->resize(update.begin);
  }
}

void BlockElimination::eliminate(int threads) {
  const int size = block_->size();
  const int rest = int(block_->border.size());
  factor_lower(block_->columns, size);
  divide_by_lower(block_->below(), block_->columns, rest, size, threads);
  negative_square(update_->view(), block_->below(), rest, size, threads);
}

/// Finds the block's border, and where it is.
void BlockElimination::enter(std::size_t block) {
  block_ = &blocks_[block];
  update_ = &updates_[block];
  for (const std::size_t half : block_->halves)
    add_to_border(blocks_[half].border);
  for (const int row : block_->border)
    border_places_[std::size_t(row)] = seen;
  add_to_border(new_links());
  int place = block_->border_begin();
  for (const int row : block_->border)
    border_places_[std::size_t(row)] = place++;
}

void BlockElimination::leave() {
  for (const int row : block_->border)
    border_places_[std::size_t(row)] = none;
}

/// Of a row of the matrix among the block's.
int BlockElimination::place(int row) const {
  return row < block_->end ? row - block_->begin : border_places_[std::size_t(row)];
}

/// Rows after the block that it is linked to, but for those seen.
std::vector<int> BlockElimination::new_links() {
  std::vector<int> links;
  for (int row = block_->begin; row < block_->end; ++row)
    for (Matrix::InnerIterator entry(matrix_, row); entry; ++entry) {
      const auto other = int(entry.col());
      if (other < block_->end || border_places_[std::size_t(other)] != none) continue;
      border_places_[std::size_t(other)] = seen;
      links.push_back(other);
    }
  std::sort(links.begin(), links.end());
  return links;
}

void BlockElimination::add_to_border(const std::vector<int>& rows) {
  std::vector<int>& border = block_->border;
  const auto later = std::lower_bound(rows.begin(), rows.end(), block_->end);
  std::vector<int> both;
  both.reserve(border.size() + rows.size());
  std::set_union(border.begin(), border.end(), later, rows.end(), std::back_inserter(both));
  border = std::move(both);
}

/// For the columns, which are zeros, and for the update.
void BlockElimination::make_room() {
  const auto border = std::ptrdiff_t(block_->border.size());
  const std::ptrdiff_t height = block_->border_begin() + padded_rows(border);
  block_->columns = {memory_.take(std::size_t(height * block_->size())), height};
  update_->begin = update_->stack->size();
  update_->stride = padded_rows(border);
  update_->stack->resize(update_->begin + std::size_t(update_->stride * border));
}

/// The matrix's own.
void BlockElimination::add_entries() {
  for (int column = block_->begin; column < block_->end; ++column)
    for (Matrix::InnerIterator entry(matrix_, column); entry; ++entry)
      if (const auto row = int(entry.col()); row >= column)
        *block_->columns.at(place(row), column - block_->begin) = float(entry.value());
}

/// How the update of a half gets into the block's columns and update.
ExtendAdd BlockElimination::way_of(std::size_t half) const {
  std::vector<int> places;
  places.reserve(blocks_[half].border.size());
  for (const int row : blocks_[half].border)
    places.push_back(place(row));
  return {updates_[half].view(), std::move(places)};
}

}  // namespace shm
