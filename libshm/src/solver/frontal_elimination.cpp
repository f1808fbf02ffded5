// SPDX-License-Identifier: MIT
// Eliminates one front of a multifrontal factorization after another.

#include "solver/frontal_elimination.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "solver/dense_cholesky.hpp"

namespace shm {
namespace {

constexpr int none = -1;
constexpr int seen = 0;

}  // namespace

FrontalElimination::FrontalElimination(const Matrix& matrix, std::vector<Front>& fronts,
                                       std::vector<ContributionBlock>& contributions,
                                       ZeroedArena& memory)
    : matrix_(matrix),
      fronts_(fronts),
      contributions_(contributions),
      memory_(memory),
      boundary_index_(std::size_t(matrix.rows()), none) {}

/// Leaves the front's columns of the factor, and its contribution for the front above. What its
/// children's contributions hold for the columns is added before these are eliminated, the rest
/// afterwards.
void FrontalElimination::run(std::size_t front, int threads) {
  enter(front);
  make_room();
  add_entries();
  std::vector<ExtendAdd> extend_adds;
  for (const std::size_t child : front_->children)
    extend_adds.push_back(extend_add_from(child));
  const int boundary = front_->boundary_begin();
  for (const ExtendAdd& extend_add : extend_adds)
    extend_add.run(0, boundary, front_->columns, 0, threads);
  eliminate(threads);
  for (const ExtendAdd& extend_add : extend_adds)
    extend_add.run(boundary, front_->rows(), contribution_->view(), boundary, threads);
  pop_contributions();
  leave();
}

/// Of the children, the last first.
void FrontalElimination::pop_contributions() {
  for (std::size_t i = front_->children.size(); i-- > 0;) {
    const ContributionBlock& contribution = contributions_[front_->children[i]];
    contribution.stack->resize(contribution.begin);
  }
}

void FrontalElimination::eliminate(int threads) {
  const int size = front_->size();
  const int rest = int(front_->boundary.size());
  potrf(front_->columns, size);
  trsm(front_->below(), front_->columns, rest, size, threads);
  syrk(contribution_->view(), front_->below(), rest, size, threads);
}

/// Finds the front's boundary, and where it is.
void FrontalElimination::enter(std::size_t front) {
  front_ = &fronts_[front];
  contribution_ = &contributions_[front];
  for (const std::size_t child : front_->children)
    add_to_boundary(fronts_[child].boundary);
  for (const int row : front_->boundary)
    boundary_index_[std::size_t(row)] = seen;
  add_to_boundary(new_links());
  int index = front_->boundary_begin();
  for (const int row : front_->boundary)
    boundary_index_[std::size_t(row)] = index++;
}

void FrontalElimination::leave() {
  for (const int row : front_->boundary)
    boundary_index_[std::size_t(row)] = none;
}

/// Of a row of the matrix among the front's.
int FrontalElimination::index_in_front(int row) const {
  return row < front_->end ? row - front_->begin : boundary_index_[std::size_t(row)];
}

/// Rows after the front that it is linked to, but for those seen.
std::vector<int> FrontalElimination::new_links() {
  std::vector<int> links;
  for (int row = front_->begin; row < front_->end; ++row)
    for (Matrix::InnerIterator entry(matrix_, row); entry; ++entry) {
      const auto other = int(entry.col());
      if (other < front_->end || boundary_index_[std::size_t(other)] != none) continue;
      boundary_index_[std::size_t(other)] = seen;
      links.push_back(other);
    }
  std::sort(links.begin(), links.end());
  return links;
}

void FrontalElimination::add_to_boundary(const std::vector<int>& rows) {
  std::vector<int>& boundary = front_->boundary;
  const auto later = std::lower_bound(rows.begin(), rows.end(), front_->end);
  std::vector<int> both;
  both.reserve(boundary.size() + rows.size());
  std::set_union(boundary.begin(), boundary.end(), later, rows.end(), std::back_inserter(both));
  boundary = std::move(both);
}

/// For the columns, which are zeros, and for the contribution.
void FrontalElimination::make_room() {
  const auto boundary = std::ptrdiff_t(front_->boundary.size());
  const std::ptrdiff_t height = front_->boundary_begin() + padded_rows(boundary);
  front_->columns = {memory_.take(std::size_t(height * front_->size())), height};
  contribution_->begin = contribution_->stack->size();
  contribution_->stride = padded_rows(boundary);
  contribution_->stack->resize(contribution_->begin +
                               std::size_t(contribution_->stride * boundary));
}

/// The matrix's own.
void FrontalElimination::add_entries() {
  for (int column = front_->begin; column < front_->end; ++column)
    for (Matrix::InnerIterator entry(matrix_, column); entry; ++entry)
      if (const auto row = int(entry.col()); row >= column)
        *front_->columns.at(index_in_front(row), column - front_->begin) = float(entry.value());
}

/// How the contribution of a child gets into the front's columns and contribution.
ExtendAdd FrontalElimination::extend_add_from(std::size_t child) const {
  std::vector<int> indices;
  indices.reserve(fronts_[child].boundary.size());
  for (const int row : fronts_[child].boundary)
    indices.push_back(index_in_front(row));
  return {contributions_[child].view(), std::move(indices)};
}

}  // namespace shm
