// SPDX-License-Identifier: MIT
// Forward and back substitution for one right side, for each vector unit.
#include "solver/dense_substitution.hpp"

#include <algorithm>
#include <cstring>

#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr std::ptrdiff_t wide_rows = lane_count / 2;
using WideLanes __attribute__((vector_size(wide_rows * sizeof(double)))) = double;

SHM_INLINE WideLanes load_wide(const double* from) {
  WideLanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

SHM_INLINE WideLanes load_wide(const float* from) {
  using HalfLanes __attribute__((vector_size(wide_rows * sizeof(float)))) = float;
  HalfLanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return __builtin_convertvector(lanes, WideLanes);
}

/// Columns for which a vector is read once.
constexpr std::ptrdiff_t together = 4;

/// y -= a * x, from row `begin` on.
template <std::ptrdiff_t columns>
SHM_INLINE void subtract_columns(ColumnMajor<const float> a, std::ptrdiff_t begin,
                                 std::ptrdiff_t rows, const double* x, double* y) {
  for (std::ptrdiff_t i = begin; i < rows; i += wide_rows) {
    WideLanes result = load_wide(y + i);
    for (std::ptrdiff_t j = 0; j < columns; ++j)
      result -= load_wide(a.at(i, j)) * x[j];
    std::memcpy(y + i, &result, sizeof result);
  }
}

/// x -= a^T * y, from row `begin` on.
template <std::ptrdiff_t columns>
SHM_INLINE void subtract_dots(ColumnMajor<const float> a, std::ptrdiff_t begin, std::ptrdiff_t rows,
                              const double* y, double* x) {
  WideLanes sums[columns] = {};
  for (std::ptrdiff_t i = begin; i < rows; i += wide_rows) {
    const WideLanes right = load_wide(y + i);
    for (std::ptrdiff_t j = 0; j < columns; ++j)
      sums[j] += load_wide(a.at(i, j)) * right;
  }
  for (std::ptrdiff_t j = 0; j < columns; ++j)
    for (std::ptrdiff_t lane = 0; lane < wide_rows; ++lane)
      x[j] -= sums[j][lane];
}

/// Columns of a triangular system that are solved together: their rows down to `whole` number by
/// number, those below in vectors.
struct Columns {
  std::ptrdiff_t begin, end, whole;
};

Columns columns_at(std::ptrdiff_t begin, std::ptrdiff_t all) {
  const std::ptrdiff_t end = std::min(begin + together, all);
  return {begin, end, (end + wide_rows - 1) / wide_rows * wide_rows};
}

}  // namespace

void forward_substitute(ColumnMajor<const float> lower, std::ptrdiff_t rows, std::ptrdiff_t columns,
                        double* x) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::ptrdiff_t begin = 0; begin < columns; begin += together) {
      const auto [first, end, whole] = columns_at(begin, columns);
      for (std::ptrdiff_t j = first; j < end; ++j) {
        x[j] /= double(*lower.at(j, j));
        for (std::ptrdiff_t i = j + 1; i < whole; ++i)
          x[i] -= double(*lower.at(i, j)) * x[j];
      }
      if (end - first == together)
        subtract_columns<together>(lower.from(0, first), whole, rows, x + first, x);
      else
        for (std::ptrdiff_t j = first; j < end; ++j)
          subtract_columns<1>(lower.from(0, j), whole, rows, x + j, x);
    }
  });
}

void back_substitute(ColumnMajor<const float> lower, std::ptrdiff_t rows, std::ptrdiff_t columns,
                     double* x) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::ptrdiff_t after = (columns + together - 1) / together * together; after > 0;
         after -= together) {
      const auto [first, end, whole] = columns_at(after - together, columns);
      if (end - first == together)
        subtract_dots<together>(lower.from(0, first), whole, rows, x, x + first);
      else
        for (std::ptrdiff_t j = first; j < end; ++j)
          subtract_dots<1>(lower.from(0, j), whole, rows, x, x + j);
      for (std::ptrdiff_t j = end; j-- > first;) {
        for (std::ptrdiff_t i = j + 1; i < whole; ++i)
          x[j] -= double(*lower.at(i, j)) * x[i];
        x[j] /= double(*lower.at(j, j));
      }
    }
  });
}

}  // namespace shm
