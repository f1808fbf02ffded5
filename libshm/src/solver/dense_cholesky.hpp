// SPDX-License-Identifier: MIT
// syrk, potrf, trsm and substitutions in tiles, for each vector unit.
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

// What a block Cholesky factorization consists of, by the names that BLAS and LAPACK give it, for
// each vector unit, where Eigen would take the one that it was compiled for. Rows are taken sixteen
// at once: a matrix has as many as `padded_rows` says, and what lies behind its own is read and
// written; zeros stay zeros.

constexpr std::ptrdiff_t padded_rows(std::ptrdiff_t rows) {
  return (rows + 15) / 16 * 16;
}

/// The lower half of c = -a * a^T: c has `size` x `size`, a has `size` x `depth`. Some of the upper
/// half changes, too.
void syrk(ColumnMajor<float> c, ColumnMajor<const float> a, std::ptrdiff_t size,
          std::ptrdiff_t depth, int threads);

/// The lower half of a symmetric positive definite matrix becomes its Cholesky factor; some of the
/// upper half changes, too. A pivot that rounding has left less than 1e-7 of the greatest diagonal
/// entry is raised to that (static pivoting: Li, Demmel 1998).
void potrf(ColumnMajor<float> a, std::ptrdiff_t size);

/// x = x * lower^-T: x has `rows` x `columns`, lower is triangular with `columns` of either.
void trsm(ColumnMajor<float> x, ColumnMajor<const float> lower, std::ptrdiff_t rows,
          std::ptrdiff_t columns, int threads);

// Of a factor's columns, for one right side in double precision. `lower` has `rows` x `columns`;
// its first padded_rows(columns) rows are a triangle, and `rows` is a multiple of 16.

/// x has `rows`: those of the triangle become triangle^-1 * x, and the others lose what those below
/// the triangle make of these.
void forward_substitute(ColumnMajor<const float> lower, std::ptrdiff_t rows, std::ptrdiff_t columns,
                        double* x);

/// Likewise with the transposed: the first become triangle^-T * (x - below^T * others).
void back_substitute(ColumnMajor<const float> lower, std::ptrdiff_t rows, std::ptrdiff_t columns,
                     double* x);

}  // namespace shm
