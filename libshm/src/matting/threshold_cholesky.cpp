#include "matting/threshold_cholesky.hpp"

#include <Eigen/OrderingMethods>
#include <algorithm>
#include <cmath>

namespace shm {
namespace {

constexpr double threshold = 1e-5;
constexpr std::size_t most_entries = 250;
constexpr double first_shift = 1e-5;  ///< of the diagonal, where the factor is not positive
constexpr double next_shift = 10;     ///< times the last
constexpr int none = -1;

}  // namespace

ThresholdCholesky::ThresholdCholesky(const Matrix& matrix) {
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> order;
  Eigen::AMDOrdering<int>()(matrix.selfadjointView<Eigen::Lower>(), order);
  original_ = order.indices();
  position_.resize(original_.size());
  for (int row = 0; row < original_.size(); ++row)
    position_[original_[row]] = row;
  double shift = 0;
  while (!factorize(matrix, shift))
    shift = shift > 0 ? next_shift * shift : first_shift;
}

/// False where the matrix, having lost what is dropped, is not positive definite any more.
bool ThresholdCholesky::factorize(const Matrix& matrix, double shift) {
  reset(matrix, shift);
  for (int column = 0; column < int(diagonal_.size()); ++column) {
    load(matrix, column);
    eliminate(column);
    if (diagonal_[std::size_t(column)] <= 0) return false;
    store(column);
    wait_for_next_row(column);
  }
  return true;
}

void ThresholdCholesky::reset(const Matrix& matrix, double shift) {
  const auto size = std::size_t(matrix.rows());
  start_.assign(1, 0);
  entries_.clear();
  work_.assign(size, 0);
  cursor_.assign(size, 0);
  waiting_.assign(size, none);
  next_waiting_.assign(size, none);
  diagonal_.resize(size);
  for (std::size_t row = 0; row < size; ++row)
    diagonal_[row] = (1 + shift) * matrix.coeff(original_[int(row)], original_[int(row)]);
}

void ThresholdCholesky::load(const Matrix& matrix, int column) {
  rows_.clear();
  for (Matrix::InnerIterator entry(matrix, original_[column]); entry; ++entry)
    if (position_[entry.col()] > column) add(position_[entry.col()], entry.value());
}

void ThresholdCholesky::add(int row, double value) {
  double& sum = work_[std::size_t(row)];
  if (sum == 0) rows_.push_back(row);
  sum += value;
}

/// Takes off what the earlier columns with an entry in this row account for.
void ThresholdCholesky::eliminate(int column) {
  for (int earlier = waiting_[std::size_t(column)]; earlier != none;) {
    const int next = next_waiting_[std::size_t(earlier)];
    subtract(earlier, cursor_[std::size_t(earlier)]++);
    wait_for_next_row(earlier);
    earlier = next;
  }
}

void ThresholdCholesky::subtract(int earlier, std::size_t entry) {
  const double factor = double(entries_[entry].second);
  for (std::size_t i = entry + 1; i < start_[std::size_t(earlier) + 1]; ++i)
    add(entries_[i].first, -factor * double(entries_[i].second));
}

/// What is dropped still counts on the diagonal: the factor stays close where it matters most.
void ThresholdCholesky::store(int column) {
  double& pivot = diagonal_[std::size_t(column)];
  pivot = std::sqrt(pivot);
  const std::size_t begin = entries_.size();
  for (const int row : rows_) {
    const double value = std::exchange(work_[std::size_t(row)], 0) / pivot;
    diagonal_[std::size_t(row)] -= value * value;
    if (std::abs(value) > threshold) entries_.emplace_back(row, float(value));
  }
  keep_largest(begin);
  std::sort(entries_.begin() + std::ptrdiff_t(begin), entries_.end());
  cursor_[std::size_t(column)] = begin;
  start_.push_back(entries_.size());
}

void ThresholdCholesky::keep_largest(std::size_t begin) {
  if (entries_.size() - begin <= most_entries) return;
  const auto first = entries_.begin() + std::ptrdiff_t(begin);
  std::nth_element(first, first + most_entries, entries_.end(), [](const Entry& a, const Entry& b) {
    return std::abs(a.second) > std::abs(b.second);
  });
  entries_.resize(begin + most_entries);
}

void ThresholdCholesky::wait_for_next_row(int column) {
  const std::size_t at = cursor_[std::size_t(column)];
  if (at == start_[std::size_t(column) + 1]) return;
  int& first = waiting_[std::size_t(entries_[at].first)];
  next_waiting_[std::size_t(column)] = first;
  first = column;
}

ThresholdCholesky::Vector ThresholdCholesky::solve(const Vector& right_side) const {
  const auto size = start_.size() - 1;
  std::vector<double> result(size);
  for (std::size_t row = 0; row < size; ++row)
    result[row] = right_side[original_[int(row)]];
  for (std::size_t column = 0; column < size; ++column) {
    result[column] /= diagonal_[column];
    for (std::size_t i = start_[column]; i < start_[column + 1]; ++i)
      result[std::size_t(entries_[i].first)] -= double(entries_[i].second) * result[column];
  }
  Vector solution(right_side.size());
  for (std::size_t column = size; column-- > 0;) {
    for (std::size_t i = start_[column]; i < start_[column + 1]; ++i)
      result[column] -= double(entries_[i].second) * result[std::size_t(entries_[i].first)];
    result[column] /= diagonal_[column];
    solution[original_[int(column)]] = result[column];
  }
  return solution;
}

}  // namespace shm
