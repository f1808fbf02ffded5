// SPDX-License-Identifier: MIT
// Means of squares of alphas: sums along rows, then down columns.
#include "kernels/cpu/box_filter.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/vector_unit.hpp"
#include "kernels/pixel/box_mean.hpp"

namespace shm {
namespace {

/// Numbers as many as `count`.
struct Sums {
  std::uint16_t* data;
  int count;
};

/// A row, and beyond its ends what stands there.
SHM_INLINE void widen(const std::uint8_t* row, int width, int before, Sums wide) {
  std::fill_n(wide.data, before, row[0]);
  std::copy_n(row, width, wide.data + before);
  std::fill(wide.data + before + width, wide.data + wide.count, row[width - 1]);
}

SHM_INLINE void add(const std::uint16_t* __restrict from, Sums sums) {
  std::uint16_t* __restrict to = sums.data;
  for (int x = 0; x < sums.count; ++x)
    to[x] = std::uint16_t(to[x] + from[x]);
}

SHM_INLINE void add_neighbours(const std::uint16_t* __restrict from, int distance, Sums sums) {
  std::uint16_t* __restrict to = sums.data;
  for (int x = 0; x < sums.count; ++x)
    to[x] = std::uint16_t(from[x] + from[x + distance]);
}

/// Of `side` neighbours: those of powers of two that make it up, each from two of half as many.
SHM_INLINE void sum_across(Sums wide, std::uint16_t* spare, int side, Sums sums) {
  std::fill_n(sums.data, sums.count, std::uint16_t(0));
  int taken = 0;
  for (int power = 1;; power *= 2) {
    if (side & power) {
      add(wide.data + taken, sums);
      taken += power;
    }
    if (taken == side) return;
    const Sums doubled{spare, wide.count - power};
    add_neighbours(wide.data, power, doubled);
    spare = std::exchange(wide, doubled).data;
  }
}

/// The row's means, and the sums of the next.
SHM_INLINE void step_down(const std::uint16_t* __restrict enters,
                          const std::uint16_t* __restrict leaves, int width, BoxMean mean,
                          int* __restrict sums, std::uint8_t* __restrict to) {
  for (int x = 0; x < width; ++x) {
    to[x] = mean(sums[x]);
    sums[x] += enters[x] - leaves[x];
  }
}

}  // namespace

void BoxFilter::run(const MutableImageView& alpha, int side, int before) {
  sum_rows(alpha, side, before);
  average_columns(alpha, side, before);
}

std::uint16_t* BoxFilter::sums_of_row(const MutableImageView& alpha, int y) {
  return across_.data() + std::ptrdiff_t(alpha.width) * std::clamp(y, 0, alpha.height - 1);
}

void BoxFilter::sum_rows(const MutableImageView& alpha, int side, int before) {
  const int width = alpha.width;
  across_.resize(std::size_t(width) * std::size_t(alpha.height));
  once_.resize(std::size_t(width) + std::size_t(side));
  twice_.resize(once_.size());
  const Sums wide{once_.data(), width + side - 1};
  for (int y = 0; y < alpha.height; ++y)
    on_vector_unit([=, spare = twice_.data(), row = alpha.row(y),
                    sums = Sums{sums_of_row(alpha, y), width}]() SHM_IN_EACH {
      widen(row, width, before, wide);
      sum_across(wide, spare, side, sums);
    });
}

void BoxFilter::average_columns(const MutableImageView& alpha, int side, int before) {
  down_.assign(std::size_t(alpha.width), 0);
  for (int y = -before; y < side - before; ++y)
    std::transform(down_.begin(), down_.end(), sums_of_row(alpha, y), down_.begin(), std::plus());
  for (int y = 0; y < alpha.height; ++y)
    on_vector_unit([=, width = alpha.width, enters = sums_of_row(alpha, y - before + side),
                    leaves = sums_of_row(alpha, y - before), mean = BoxMean(side),
                    sums = down_.data(), to = alpha.row(y)]()
                       SHM_IN_EACH { step_down(enters, leaves, width, mean, sums, to); });
}

}  // namespace shm
