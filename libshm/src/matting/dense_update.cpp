#include "matting/dense_update.hpp"

#include <algorithm>
#include <cstring>

#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

/// A tile of c stands in registers while a and b pass by.
constexpr std::ptrdiff_t tile_rows = 16;
constexpr std::ptrdiff_t tile_columns = 6;
/// So many columns of a's tile stay in the nearest cache.
constexpr std::ptrdiff_t most_depth = 128;
/// Columns of a triangle that are done together.
constexpr std::ptrdiff_t panel = 48;

using Lanes __attribute__((vector_size(tile_rows * sizeof(float)))) = float;

SHM_INLINE void tile(ColumnMajor<float> c, ColumnMajor<const float> a, ColumnMajor<const float> b,
                     std::ptrdiff_t depth) {
  Lanes sums[tile_columns] = {};
  for (std::ptrdiff_t k = 0; k < depth; ++k) {
    Lanes left;
    std::memcpy(&left, a.at(0, k), sizeof left);
    const float* right = b.at(0, k);
    for (std::ptrdiff_t j = 0; j < tile_columns; ++j)
      sums[j] += left * right[j];
  }
  for (std::ptrdiff_t j = 0; j < tile_columns; ++j) {
    Lanes result;
    std::memcpy(&result, c.at(0, j), sizeof result);
    result -= sums[j];
    std::memcpy(c.at(0, j), &result, sizeof result);
  }
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

/// Column by column.
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

}  // namespace

void subtract_product(ColumnMajor<float> c, ColumnMajor<const float> a, ColumnMajor<const float> b,
                      std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t depth) {
  for (std::ptrdiff_t k = 0; k < depth; k += most_depth)
    subtract_slice(c, a.from(0, k), b.from(0, k), rows, columns, std::min(most_depth, depth - k));
}

void divide_by_lower(ColumnMajor<float> x, ColumnMajor<const float> lower, std::ptrdiff_t rows,
                     std::ptrdiff_t columns) {
  for (std::ptrdiff_t j = 0; j < columns; j += panel) {
    const ColumnMajor<float> own = x.from(0, j);
    const std::ptrdiff_t width = std::min(panel, columns - j);
    subtract_product(own, x, lower.from(j, 0), rows, width, j);
    divide_panel(own, lower.from(j, j), rows, width);
  }
}

void subtract_square(ColumnMajor<float> c, ColumnMajor<const float> a, std::ptrdiff_t size,
                     std::ptrdiff_t depth) {
  for (std::ptrdiff_t j = 0; j < size; j += panel)
    subtract_product(c.from(j, j), a.from(j, 0), a.from(j, 0), size - j, std::min(panel, size - j),
                     depth);
}

}  // namespace shm
