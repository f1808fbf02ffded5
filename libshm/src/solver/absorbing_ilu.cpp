// SPDX-License-Identifier: MIT
// Incomplete LU of matrices that read as walks: the preconditioner of KNN matting.

#include "solver/absorbing_ilu.hpp"

#include <Eigen/OrderingMethods>
#include <algorithm>
#include <functional>

namespace shm {
namespace {

using Entry = std::pair<int, float>;

constexpr double forgotten_step = 1e-3;   ///< probability below which a step is not kept
constexpr double forgotten_route = 1e-5;  ///< the same for steps to rows already eliminated
constexpr std::size_t most_entries = 40;  ///< in a row of either triangle

void keep_largest(std::vector<Entry>& entries) {
  if (entries.size() <= most_entries) return;
  const auto larger = [](const Entry& a, const Entry& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  };
  std::nth_element(entries.begin(), entries.begin() + most_entries, entries.end(), larger);
  entries.resize(most_entries);
}

Eigen::VectorXi elimination_order(const AbsorbingIlu::Matrix& matrix) {
  const Eigen::SparseMatrix<double> by_columns = matrix;
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> order;
  Eigen::AMDOrdering<int>()(by_columns, order);
  return order.indices();
}

}  // namespace

AbsorbingIlu& AbsorbingIlu::compute(const Matrix& matrix) {
  const int size = int(matrix.rows());
  original_ = elimination_order(matrix);
  position_.resize(size);
  for (int row = 0; row < size; ++row)
    position_[original_[row]] = row;
  lower_ = upper_ = {};
  work_ = {};
  work_.weight.assign(std::size_t(size), 0);
  absorption_.assign(std::size_t(size), 0);
  pivot_inverse_.assign(std::size_t(size), 0);
  for (int row = 0; row < size; ++row) {
    load(matrix, row);
    eliminate(row);
    store_lower();
    store_upper(row);
  }
  return *this;
}

void AbsorbingIlu::load(const Matrix& matrix, int row) {
  work_.after.clear();
  work_.absorbed = 0;
  double steps = 0;
  for (Matrix::InnerIterator entry(matrix, original_[row]); entry; ++entry) {
    work_.absorbed += entry.value();
    if (entry.col() == original_[row]) continue;
    steps -= entry.value();
    add_step(row, position_[entry.col()], -entry.value());
  }
  work_.total = steps + work_.absorbed;
}

void AbsorbingIlu::add_step(int row, int column, double weight) {
  if (column == row || weight <= 0) return;  // a step in place is none
  double& known = work_.weight[std::size_t(column)];
  if (known == 0 && column > row) work_.after.push_back(column);
  if (known == 0 && column < row) {
    work_.before.push_back(column);
    std::push_heap(work_.before.begin(), work_.before.end(), std::greater<>());
  }
  known += weight;
}

void AbsorbingIlu::eliminate(int row) {
  kept_.clear();
  while (!work_.before.empty()) {
    std::pop_heap(work_.before.begin(), work_.before.end(), std::greater<>());
    const int column = work_.before.back();
    work_.before.pop_back();
    const double weight = std::exchange(work_.weight[std::size_t(column)], 0);
    if (weight < forgotten_route * work_.total) continue;
    hand_on(row, column, weight);
    kept_.emplace_back(column, float(weight * pivot_inverse_[std::size_t(column)]));
  }
}

void AbsorbingIlu::hand_on(int row, int eliminated, double weight) {
  const auto at = std::size_t(eliminated);
  for (std::size_t i = upper_.start[at]; i < upper_.start[at + 1]; ++i)
    add_step(row, upper_.entries[i].first, weight * double(upper_.entries[i].second));
  work_.absorbed += weight * absorption_[at];
}

void AbsorbingIlu::store_lower() {
  keep_largest(kept_);
  lower_.entries.insert(lower_.entries.end(), kept_.begin(), kept_.end());
  lower_.start.push_back(lower_.entries.size());
}

void AbsorbingIlu::store_upper(int row) {
  double total = work_.absorbed;
  for (const int column : work_.after)
    total += work_.weight[std::size_t(column)];
  kept_.clear();
  for (const int column : work_.after) {
    const double weight = std::exchange(work_.weight[std::size_t(column)], 0);
    if (weight >= forgotten_step * total) kept_.emplace_back(column, float(weight));
  }
  keep_largest(kept_);
  double pivot = work_.absorbed;
  for (const Entry& entry : kept_)
    pivot += double(entry.second);
  // The last of a group that sees no known pixel: the equations fix the group up to a constant. It
  // absorbs, which makes the constant 0, as with a direct solver.
  if (pivot <= 0) pivot = work_.absorbed = 1;
  const double inverse = 1 / pivot;
  for (const Entry& entry : kept_)
    upper_.entries.emplace_back(entry.first, float(double(entry.second) * inverse));
  upper_.start.push_back(upper_.entries.size());
  pivot_inverse_[std::size_t(row)] = inverse;
  absorption_[std::size_t(row)] = work_.absorbed * inverse;
}

AbsorbingIlu::Vector AbsorbingIlu::solve(const Vector& right_side) const {
  const auto size = std::size_t(rows());
  std::vector<double> result(size);
  for (std::size_t row = 0; row < size; ++row) {
    double sum = right_side[original_[int(row)]];
    for (std::size_t i = lower_.start[row]; i < lower_.start[row + 1]; ++i)
      sum += double(lower_.entries[i].second) * result[std::size_t(lower_.entries[i].first)];
    result[row] = sum;
  }
  Vector solution(right_side.size());
  for (std::size_t row = size; row-- > 0;) {
    double sum = result[row] * pivot_inverse_[row];
    for (std::size_t i = upper_.start[row]; i < upper_.start[row + 1]; ++i)
      sum += double(upper_.entries[i].second) * result[std::size_t(upper_.entries[i].first)];
    result[row] = sum;
    solution[original_[int(row)]] = sum;
  }
  return solution;
}

}  // namespace shm
