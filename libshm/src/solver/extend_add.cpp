// SPDX-License-Identifier: MIT
// Adds a contribution block to the front above it.

#include "solver/extend_add.hpp"

#include <algorithm>
#include <utility>

#include "base/parallel.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

/// Columns that a thread adds at once.
constexpr std::ptrdiff_t columns_a_slice = 32;

void add(const float* __restrict from, int count, float* __restrict to) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int i = 0; i < count; ++i)
      to[i] += from[i];
  });
}

}  // namespace

ExtendAdd::ExtendAdd(ColumnMajor<const float> from, std::vector<int> indices)
    : from_(from), indices_(std::move(indices)) {
  for (int i = 0; i < int(indices_.size()); ++i) {
    const int index = indices_[std::size_t(i)];
    if (!runs_.empty() && index == runs_.back().to + runs_.back().count)
      ++runs_.back().count;
    else
      runs_.push_back({i, index, 1});
  }
}

void ExtendAdd::run(int begin, int end, ColumnMajor<float> to, int origin, int threads) const {
  const auto column_at = [&](int index) {
    return std::lower_bound(indices_.begin(), indices_.end(), index) - indices_.begin();
  };
  const std::ptrdiff_t first = column_at(begin);
  in_slices(column_at(end) - first, columns_a_slice, threads,
            [&](std::ptrdiff_t from, std::ptrdiff_t until) {
              for (auto i = int(first + from); i < int(first + until); ++i)
                add_column(i, to.at(0, indices_[std::size_t(i)] - origin), origin);
            });
}

/// From its diagonal on.
void ExtendAdd::add_column(int column, float* to, int origin) const {
  for (const RowRun& run : runs_) {
    const int above = std::clamp(column - run.from, 0, run.count);
    add(from_.at(run.from + above, column), run.count - above, to + (run.to + above - origin));
  }
}

}  // namespace shm
