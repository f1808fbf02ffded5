#include "matting/dense_lower.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "kernels/cpu/lanes.hpp"
#include "matting/parallel.hpp"

namespace shm {
namespace {

/// A tile of c stands in registers while a and b pass by.
constexpr std::ptrdiff_t tile_rows = lane_count;
constexpr std::ptrdiff_t tile_columns = 6;
/// So many columns of a's tile stay in the nearest cache.
constexpr std::ptrdiff_t most_depth = 128;
/// Columns of a triangle that are done together.
constexpr std::ptrdiff_t panel = 48;
/// So many rows of a panel stay in the nearest cache.
constexpr std::ptrdiff_t slice_rows = 128;
/// Of the greatest diagonal entry.
constexpr float smallest_pivot = 1e-7F;

SHM_INLINE void tile(ColumnMajor<float> c, ColumnMajor<const float> a, ColumnMajor<const float> b,
                     std::ptrdiff_t depth) {
  Lanes sums[tile_columns] = {};
  for (std::ptrdiff_t k = 0; k < depth; ++k) {
    const Lanes left = load_lanes(a.at(0, k));
    const float* right = b.at(0, k);
    for (std::ptrdiff_t j = 0; j < tile_columns; ++j)
      sums[j] += left * right[j];
  }
  for (std::ptrdiff_t j = 0; j < tile_columns; ++j)
    store_lanes(load_lanes(c.at(0, j)) - sums[j], c.at(0, j));
}

/// What is less than a tile.
SHM_INLINE void rest(ColumnMajor<float> c, ColumnMajor<const float> a, ColumnMajor<const float> b,
                     std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t depth) {
  for (std::ptrdiff_t j = 0; j < columns; ++j)
    for (std::ptrdiff_t k = 0; k < depth; ++k) {
      const float factor = *b.at(j, k);
      const float* left = a.at(0, k);
      float* __restrict to = c.at(0, j);
      for (std::ptrdiff_t i = 0; i < rows; ++i)
        to[i] -= left[i] * factor;
    }
}

/// Tiles as far as they go, then what is left below and beside them.
SHM_EACH_VECTOR_UNIT
void subtract_slice(ColumnMajor<float> c, ColumnMajor<const float> a, ColumnMajor<const float> b,
                    std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t depth) {
  const std::ptrdiff_t whole_rows = rows / tile_rows * tile_rows;
  const std::ptrdiff_t whole_columns = columns / tile_columns * tile_columns;
  for (std::ptrdiff_t i = 0; i < whole_rows; i += tile_rows)
    for (std::ptrdiff_t j = 0; j < whole_columns; j += tile_columns)
      tile(c.from(i, j), a.from(i, 0), b.from(j, 0), depth);
  rest(c.from(whole_rows, 0), a.from(whole_rows, 0), b, rows - whole_rows, whole_columns, depth);
  rest(c.from(0, whole_columns), a, b.from(whole_columns, 0), rows, columns - whole_columns, depth);
}

/// Columns of a triangle's panel, one by one.
SHM_EACH_VECTOR_UNIT
void divide_panel(ColumnMajor<float> x, ColumnMajor<const float> lower, std::ptrdiff_t rows,
                  std::ptrdiff_t columns) {
  for (std::ptrdiff_t j = 0; j < columns; ++j) {
    const float inverse = 1 / *lower.at(j, j);
    float* __restrict done = x.at(0, j);
    for (std::ptrdiff_t i = 0; i < rows; ++i)
      done[i] *= inverse;
    rest(x.from(0, j + 1), {done, x.stride}, lower.from(j + 1, j), rows, columns - j - 1, 1);
  }
}

void divide_slice(ColumnMajor<float> x, ColumnMajor<const float> lower, std::ptrdiff_t rows,
                  std::ptrdiff_t columns) {
  for (std::ptrdiff_t j = 0; j < columns; j += panel) {
    const ColumnMajor<float> own = x.from(0, j);
    const std::ptrdiff_t width = std::min(panel, columns - j);
    subtract_product(own, x, lower.from(j, 0), rows, width, j);
    divide_panel(own, lower.from(j, j), rows, width);
  }
}

float greatest_diagonal(ColumnMajor<const float> a, std::ptrdiff_t size) {
  float greatest = 0;
  for (std::ptrdiff_t j = 0; j < size; ++j)
    greatest = std::max(greatest, std::abs(*a.at(j, j)));
  return greatest;
}

/// Columns of a factor, from those to their left on.
SHM_EACH_VECTOR_UNIT
void factor_panel(ColumnMajor<float> a, std::ptrdiff_t rows, std::ptrdiff_t columns,
                  float least_pivot) {
  for (std::ptrdiff_t j = 0; j < columns; ++j) {
    float* __restrict done = a.at(j, j);
    const float root = std::sqrt(std::max(least_pivot, *done));
    *done = root;
    const std::ptrdiff_t below = rows - j - 1;
    for (std::ptrdiff_t i = 1; i <= below; ++i)
      done[i] /= root;
    for (std::ptrdiff_t k = 1; k < columns - j; ++k)
      rest(a.from(j + k, j + k), {done + k, a.stride}, {done + k, a.stride}, below - k + 1, 1, 1);
  }
}

using WideLanes __attribute__((vector_size(tile_rows / 2 * sizeof(double)))) = double;
using HalfLanes __attribute__((vector_size(tile_rows / 2 * sizeof(float)))) = float;

SHM_INLINE double dot(const float* a, const double* b, std::ptrdiff_t count) {
  constexpr std::ptrdiff_t width = tile_rows / 2;
  WideLanes sums{};
  std::ptrdiff_t i = 0;
  for (; i + width <= count; i += width) {
    HalfLanes left;
    WideLanes right;
    std::memcpy(&left, a + i, sizeof left);
    std::memcpy(&right, b + i, sizeof right);
    sums += __builtin_convertvector(left, WideLanes) * right;
  }
  double sum = 0;
  for (; i < count; ++i)
    sum += double(a[i]) * b[i];
  for (std::ptrdiff_t lane = 0; lane < width; ++lane)
    sum += sums[lane];
  return sum;
}

}  // namespace

void subtract_product(ColumnMajor<float> c, ColumnMajor<const float> a, ColumnMajor<const float> b,
                      std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t depth) {
  for (std::ptrdiff_t k = 0; k < depth; k += most_depth)
    subtract_slice(c, a.from(0, k), b.from(0, k), rows, columns, std::min(most_depth, depth - k));
}

void subtract_square(ColumnMajor<float> c, ColumnMajor<const float> a, std::ptrdiff_t size,
                     std::ptrdiff_t depth, int threads) {
  in_slices(size, panel, threads, [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
    subtract_product(c.from(begin, begin), a.from(begin, 0), a.from(begin, 0), size - begin,
                     end - begin, depth);
  });
}

void factor_lower(ColumnMajor<float> a, std::ptrdiff_t size) {
  const float least_pivot = smallest_pivot * greatest_diagonal(a, size);
  for (std::ptrdiff_t j = 0; j < size; j += panel) {
    const ColumnMajor<float> own = a.from(j, j);
    const std::ptrdiff_t width = std::min(panel, size - j);
    subtract_product(own, a.from(j, 0), a.from(j, 0), size - j, width, j);
    factor_panel(own, size - j, width, least_pivot);
  }
}

void divide_by_lower(ColumnMajor<float> x, ColumnMajor<const float> lower, std::ptrdiff_t rows,
                     std::ptrdiff_t columns, int threads) {
  in_slices(rows, slice_rows, threads, [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
    divide_slice(x.from(begin, 0), lower, end - begin, columns);
  });
}

SHM_EACH_VECTOR_UNIT
void solve_lower(ColumnMajor<const float> lower, std::ptrdiff_t rows, std::ptrdiff_t columns,
                 double* x) {
  for (std::ptrdiff_t j = 0; j < columns; ++j) {
    const double value = x[j] /= double(*lower.at(j, j));
    const float* below = lower.at(j, j);
    double* __restrict others = x + j;
    for (std::ptrdiff_t i = 1; i < rows - j; ++i)
      others[i] -= value * double(below[i]);
  }
}

SHM_EACH_VECTOR_UNIT
void solve_lower_transposed(ColumnMajor<const float> lower, std::ptrdiff_t rows,
                            std::ptrdiff_t columns, double* x) {
  for (std::ptrdiff_t j = columns; j-- > 0;)
    x[j] = (x[j] - dot(lower.at(j + 1, j), x + j + 1, rows - j - 1)) / double(*lower.at(j, j));
}

}  // namespace shm
