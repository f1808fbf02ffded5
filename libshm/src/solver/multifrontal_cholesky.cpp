// SPDX-License-Identifier: MIT
// Cholesky factor of a grid's matrix, front by front, in threads.

#include "solver/multifrontal_cholesky.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/parallel.hpp"
#include "solver/dense_substitution.hpp"

namespace shm {
namespace {

/// More subtrees than threads, since they take unequal times; each more leaves one more front that
/// waits for all.
constexpr std::size_t subtrees_a_thread = 4;
/// What is fetched of a front beforehand: most are smaller, and of others the processor sees soon
/// enough how they go on.
constexpr std::ptrdiff_t most_fetched = 4096;  // floats

/// Lets the memory bring a front's columns while another's are worked on.
void fetch(const Front& front) {
  constexpr std::ptrdiff_t cache_line = 16;  // floats
  const std::ptrdiff_t count = std::min(most_fetched, front.columns.stride * front.size());
  for (std::ptrdiff_t i = 0; i < count; i += cache_line)
    __builtin_prefetch(front.columns.data + i);
}

}  // namespace

MultifrontalCholesky::MultifrontalCholesky(const Matrix& matrix, std::vector<Supernode> fronts,
                                           int threads)
    : threads_(threads) {
  fronts_.reserve(fronts.size());
  for (Supernode& front : fronts)
    fronts_.push_back({std::move(front)});
  split_tree();
  eliminate(matrix);
}

/// A front and all below it, children first.
template <typename Fronts>
auto MultifrontalCholesky::subtree(Fronts& fronts, std::size_t root) {
  return std::span(fronts).subspan(fronts[root].first, root + 1 - fronts[root].first);
}

/// Parts the largest subtree until there are enough.
void MultifrontalCholesky::split_tree() {
  const std::size_t enough = threads_ > 1 ? subtrees_a_thread * std::size_t(threads_) : 1;
  const auto smaller = [&](std::size_t a, std::size_t b) {
    return rows_of_subtree(a) < rows_of_subtree(b);
  };
  subtrees_ = {fronts_.size() - 1};
  while (subtrees_.size() < enough) {
    const auto largest = std::max_element(subtrees_.begin(), subtrees_.end(), smaller);
    const std::vector<std::size_t>& children = fronts_[*largest].children;
    if (children.empty()) break;
    top_.push_back(*largest);
    subtrees_.erase(largest);
    subtrees_.insert(subtrees_.end(), children.begin(), children.end());
  }
  std::sort(subtrees_.rbegin(), subtrees_.rend(), smaller);
  std::sort(top_.begin(), top_.end());
}

int MultifrontalCholesky::rows_of_subtree(std::size_t root) const {
  return fronts_[root].end - subtree(fronts_, root).front().begin;
}

void MultifrontalCholesky::eliminate(const Matrix& matrix) {
  memory_.resize(subtrees_.size() + 1);
  std::vector<Stacks> stacks(memory_.size());
  std::vector<ContributionBlock> contributions = contributions_into(stacks);
  in_turn(subtrees_.size(), threads_, [&](std::size_t i) {
    FrontalElimination elimination(matrix, fronts_, contributions, memory_[i]);
    for (std::size_t front = fronts_[subtrees_[i]].first; front <= subtrees_[i]; ++front)
      elimination.run(front, 1);
  });
  FrontalElimination elimination(matrix, fronts_, contributions, memory_.back());
  for (const std::size_t front : top_)
    elimination.run(front, threads_);
}

/// Which stack each front's contribution goes to: with two for each subtree and those above, for
/// fronts under an even and under an odd number of others, the last to come to one is the first
/// taken.
std::vector<ContributionBlock> MultifrontalCholesky::contributions_into(
    std::vector<Stacks>& stacks) const {
  std::vector<ContributionBlock> contributions(fronts_.size());
  std::vector<std::size_t> odd(fronts_.size(), 0);
  for (std::size_t i = fronts_.size(); i-- > 0;)
    for (const std::size_t child : fronts_[i].children)
      odd[child] = 1 - odd[i];
  for (const std::size_t front : top_)
    contributions[front].stack = &stacks.back()[odd[front]];
  for (std::size_t i = 0; i < subtrees_.size(); ++i)
    for (std::size_t front = fronts_[subtrees_[i]].first; front <= subtrees_[i]; ++front)
      contributions[front].stack = &stacks[i][odd[front]];
  return contributions;
}

/// By how much a subtree's fronts change the right side: within the subtree, and among its root's
/// boundary, where other subtrees' fronts do so, too.
struct MultifrontalCholesky::Changes {
  const Front& root;
  Vector& within;
  Vector outside = Vector::Zero(Eigen::Index(root.boundary.size()));
  std::vector<double> of_front = {};

  void add(int row, double change) {
    if (row < root.end)
      within[row] += change;
    else
      outside[std::lower_bound(root.boundary.begin(), root.boundary.end(), row) -
              root.boundary.begin()] += change;
  }
};

MultifrontalCholesky::Vector MultifrontalCholesky::solve(const Vector& right_side) const {
  Vector values = right_side;
  solve_forward(values);
  solve_backward(values);
  return values;
}

void MultifrontalCholesky::solve_forward(Vector& values) const {
  std::vector<Vector> outside(subtrees_.size());
  in_turn(subtrees_.size(), threads_, [&](std::size_t i) {
    Changes changes{fronts_[subtrees_[i]], values};
    const auto fronts = subtree(fronts_, subtrees_[i]);
    for (std::size_t j = 0; j < fronts.size(); ++j) {
      if (j + 1 < fronts.size()) fetch(fronts[j + 1]);
      solve_forward(fronts[j], values, changes);
    }
    outside[i] = std::move(changes.outside);
  });
  for (std::size_t i = 0; i < subtrees_.size(); ++i)
    values(fronts_[subtrees_[i]].boundary) += outside[i];
  Changes changes{fronts_.back(), values};
  for (const std::size_t i : top_)
    solve_forward(fronts_[i], values, changes);
}

void MultifrontalCholesky::solve_backward(Vector& values) const {
  std::vector<double> rows;
  for (std::size_t i = top_.size(); i-- > 0;)
    solve_backward(fronts_[top_[i]], values, rows);
  in_turn(subtrees_.size(), threads_, [&](std::size_t i) {
    std::vector<double> own_rows;
    const auto fronts = subtree(fronts_, subtrees_[i]);
    for (std::size_t j = fronts.size(); j-- > 0;) {
      if (j > 0) fetch(fronts[j - 1]);
      solve_backward(fronts[j], values, own_rows);
    }
  });
}

void MultifrontalCholesky::solve_forward(const Front& front, Vector& values, Changes& changes) {
  double* own = values.data() + front.begin;
  std::vector<double>& rows = changes.of_front;
  rows.assign(std::size_t(front.columns.stride), 0);
  std::copy_n(own, front.size(), rows.begin());
  forward_substitute(front.columns, front.columns.stride, front.size(), rows.data());
  std::copy_n(rows.begin(), front.size(), own);
  for (std::size_t i = 0; i < front.boundary.size(); ++i)
    changes.add(front.boundary[i], rows[std::size_t(front.boundary_begin()) + i]);
}

void MultifrontalCholesky::solve_backward(const Front& front, Vector& values,
                                          std::vector<double>& rows) {
  double* own = values.data() + front.begin;
  rows.assign(std::size_t(front.columns.stride), 0);
  std::copy_n(own, front.size(), rows.begin());
  for (std::size_t i = 0; i < front.boundary.size(); ++i)
    rows[std::size_t(front.boundary_begin()) + i] = values[front.boundary[i]];
  back_substitute(front.columns, front.columns.stride, front.size(), rows.data());
  std::copy_n(rows.begin(), front.size(), own);
}

}  // namespace shm
