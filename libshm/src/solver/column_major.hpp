// SPDX-License-Identifier: MIT
// Parts of column-major matrices whose rows are taken sixteen at once.
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

/// A matrix that is worked on in vectors has as many rows: what lies behind its own is read and
/// written; zeros stay zeros.
constexpr std::ptrdiff_t padded_rows(std::ptrdiff_t rows) {
  return (rows + 15) / 16 * 16;
}

}  // namespace shm
