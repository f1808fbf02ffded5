// SPDX-License-Identifier: MIT
// syrk, potrf and trsm in tiles, for each vector unit.

#include "solver/dense_cholesky.hpp"

#include <algorithm>
#include <cmath>

#include "base/parallel.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

/// A tile stands in registers while what changes it passes by.
constexpr std::ptrdiff_t tile_rows = lane_count;
constexpr std::ptrdiff_t tile_columns = 6;
static_assert(padded_rows(1) == tile_rows);
/// Columns of c that are done together; whole tiles in height, too.
constexpr std::ptrdiff_t slice_columns = 48;
/// Rows of x that a thread takes at once.
constexpr std::ptrdiff_t slice_rows = 128;
/// Of the greatest diagonal entry.
constexpr float smallest_pivot = 1e-7F;

/// Sixteen rows of a few columns.
template <std::ptrdiff_t columns>
struct Tile {
  Lanes column[columns];

  SHM_INLINE void load(ColumnMajor<const float> from) {
    for (std::ptrdiff_t j = 0; j < columns; ++j)
      column[j] = load_lanes(from.at(0, j));
  }
  SHM_INLINE void store(ColumnMajor<float> to) const {
    for (std::ptrdiff_t j = 0; j < columns; ++j)
      store_lanes(column[j], to.at(0, j));
  }
  /// Of a * b^T.
  SHM_INLINE void subtract_product(ColumnMajor<const float> a, ColumnMajor<const float> b,
                                   std::ptrdiff_t depth) {
    for (std::ptrdiff_t k = 0; k < depth; ++k) {
      const Lanes left = load_lanes(a.at(0, k));
      const float* right = b.at(0, k);
      for (std::ptrdiff_t j = 0; j < columns; ++j)
        column[j] -= left * right[j];
    }
  }
  SHM_INLINE void trsm(ColumnMajor<const float> lower) {
    for (std::ptrdiff_t j = 0; j < columns; ++j) {
      column[j] *= 1 / *lower.at(j, j);
      for (std::ptrdiff_t k = j + 1; k < columns; ++k)
        column[k] -= column[j] * *lower.at(k, j);
    }
  }
};

/// Calls `Work::run<columns>(arguments)`, at most a tile's: the compiler keeps those in registers
/// whose number it knows.
template <typename Work, typename... Arguments>
SHM_INLINE void with_columns(std::ptrdiff_t columns, const Arguments&... arguments) {
  switch (columns) {
    case 1: return Work::template run<1>(arguments...);
    case 2: return Work::template run<2>(arguments...);
    case 3: return Work::template run<3>(arguments...);
    case 4: return Work::template run<4>(arguments...);
    case 5: return Work::template run<5>(arguments...);
    default: return Work::template run<tile_columns>(arguments...);
  }
}

struct NegativeProduct {
  template <std::ptrdiff_t columns>
  SHM_INLINE static void run(ColumnMajor<float> c, ColumnMajor<const float> a,
                             ColumnMajor<const float> b, std::ptrdiff_t depth) {
    Tile<columns> tile{};
    tile.subtract_product(a, b, depth);
    tile.store(c);
  }
};

struct SubtractProduct {
  template <std::ptrdiff_t columns>
  SHM_INLINE static void run(ColumnMajor<float> c, ColumnMajor<const float> a,
                             ColumnMajor<const float> b, std::ptrdiff_t depth) {
    Tile<columns> tile;
    tile.load(c);
    tile.subtract_product(a, b, depth);
    tile.store(c);
  }
};

struct Trsm {
  /// The columns before `done` are those of the result.
  template <std::ptrdiff_t columns>
  SHM_INLINE static void run(ColumnMajor<float> x, ColumnMajor<const float> lower,
                             std::ptrdiff_t done) {
    Tile<columns> tile;
    tile.load(x.from(0, done));
    tile.subtract_product(x, lower.from(done, 0), done);
    tile.trsm(lower.from(done, done));
    tile.store(x.from(0, done));
  }
};

/// The first columns of the lower half of c = -a * a^T.
void syrk_slice(ColumnMajor<float> c, ColumnMajor<const float> a, std::ptrdiff_t rows,
                std::ptrdiff_t columns, std::ptrdiff_t depth) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::ptrdiff_t i = 0; i < rows; i += tile_rows)
      for (std::ptrdiff_t j = 0; j < std::min(columns, i + tile_rows); j += tile_columns)
        with_columns<NegativeProduct>(columns - j, c.from(i, j), a.from(i, 0), a.from(j, 0), depth);
  });
}

void trsm_slice(ColumnMajor<float> x, ColumnMajor<const float> lower, std::ptrdiff_t rows,
                std::ptrdiff_t columns) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::ptrdiff_t i = 0; i < rows; i += tile_rows)
      for (std::ptrdiff_t j = 0; j < columns; j += tile_columns)
        with_columns<Trsm>(columns - j, x.from(i, 0), lower, j);
  });
}

float greatest_diagonal(ColumnMajor<const float> a, std::ptrdiff_t size) {
  float greatest = 0;
  for (std::ptrdiff_t j = 0; j < size; ++j)
    greatest = std::max(greatest, std::abs(*a.at(j, j)));
  return greatest;
}

/// A factor so small that it is made number by number.
void potrf_small(ColumnMajor<float> a, std::ptrdiff_t size, float least_pivot) {
  for (std::ptrdiff_t j = 0; j < size; ++j) {
    float* column = a.at(0, j);
    const float root = std::sqrt(std::max(least_pivot, column[j]));
    column[j] = root;
    for (std::ptrdiff_t i = j + 1; i < size; ++i)
      column[i] /= root;
    for (std::ptrdiff_t k = j + 1; k < size; ++k)
      for (std::ptrdiff_t i = k; i < size; ++i)
        *a.at(i, k) -= column[i] * column[k];
  }
}

/// Copies the lower half.
void copy_lower(ColumnMajor<const float> from, std::ptrdiff_t size, ColumnMajor<float> to) {
  for (std::ptrdiff_t j = 0; j < size; ++j)
    std::copy(from.at(j, j), from.at(size, j), to.at(j, j));
}

/// A tile's columns of a factor, from those to their left on. What the tiles change above the
/// diagonal is nobody's.
void potrf_columns(ColumnMajor<float> a, std::ptrdiff_t j, std::ptrdiff_t size, float least_pivot) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    const std::ptrdiff_t columns = std::min(tile_columns, size - j);
    const std::ptrdiff_t first = j / tile_rows * tile_rows;
    for (std::ptrdiff_t i = first; i < size; i += tile_rows)
      with_columns<SubtractProduct>(columns, a.from(i, j), a.from(i, 0), a.from(j, 0), j);
    float values[tile_columns * tile_columns];
    const ColumnMajor<float> triangle{values, tile_columns};
    copy_lower(a.from(j, j), columns, triangle);
    potrf_small(triangle, columns, least_pivot);
    for (std::ptrdiff_t i = first; i < size; i += tile_rows)
      with_columns<Trsm>(columns, a.from(i, j), triangle, 0);
    copy_lower(triangle, columns, a.from(j, j));
  });
}

}  // namespace

void syrk(ColumnMajor<float> c, ColumnMajor<const float> a, std::ptrdiff_t size,
          std::ptrdiff_t depth, int threads) {
  in_slices(size, slice_columns, threads, [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
    syrk_slice(c.from(begin, begin), a.from(begin, 0), size - begin, end - begin, depth);
  });
}

void potrf(ColumnMajor<float> a, std::ptrdiff_t size) {
  const float least_pivot = smallest_pivot * greatest_diagonal(a, size);
  for (std::ptrdiff_t j = 0; j < size; j += tile_columns)
    potrf_columns(a, j, size, least_pivot);
}

void trsm(ColumnMajor<float> x, ColumnMajor<const float> lower, std::ptrdiff_t rows,
          std::ptrdiff_t columns, int threads) {
  in_slices(rows, slice_rows, threads, [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
    trsm_slice(x.from(begin, 0), lower, end - begin, columns);
  });
}

}  // namespace shm
