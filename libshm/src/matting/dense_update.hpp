#pragma once

#include <cstddef>

namespace shm {

/// A part of a column-major matrix.
template <typename T>
struct ColumnMajor {
  T* data;
  std::ptrdiff_t stride;  ///< from a column to the next

  T* at(std::ptrdiff_t row, std::ptrdiff_t column) const { return data + row + column * stride; }
  /// What begins there.
  ColumnMajor from(std::ptrdiff_t row, std::ptrdiff_t column) const {
    return {at(row, column), stride};
  }
  operator ColumnMajor<const T>() const { return {data, stride}; }
};

/// c -= a * b^T: c has `rows` x `columns`, a has `rows` x `depth`, b has `columns` x `depth`. For
/// each vector unit, where Eigen would take the one that it was compiled for.
void subtract_product(ColumnMajor<float> c, ColumnMajor<const float> a, ColumnMajor<const float> b,
                      std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t depth);

/// x = x * lower^-T: x has `rows` x `columns`, lower is triangular with `columns` of either.
void divide_by_lower(ColumnMajor<float> x, ColumnMajor<const float> lower, std::ptrdiff_t rows,
                     std::ptrdiff_t columns);

/// The lower half of c -= a * a^T: c has `size` x `size`, a has `size` x `depth`. Some of the upper
/// half changes, too.
void subtract_square(ColumnMajor<float> c, ColumnMajor<const float> a, std::ptrdiff_t size,
                     std::ptrdiff_t depth);

}  // namespace shm
