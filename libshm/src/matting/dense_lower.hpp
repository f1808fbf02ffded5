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

// What a block Cholesky factorization consists of, for each vector unit, where Eigen would take the
// one that it was compiled for.

/// c -= a * b^T: c has `rows` x `columns`, a has `rows` x `depth`, b has `columns` x `depth`.
void subtract_product(ColumnMajor<float> c, ColumnMajor<const float> a, ColumnMajor<const float> b,
                      std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t depth);

/// The lower half of c -= a * a^T: c has `size` x `size`, a has `size` x `depth`. Some of the upper
/// half changes, too.
void subtract_square(ColumnMajor<float> c, ColumnMajor<const float> a, std::ptrdiff_t size,
                     std::ptrdiff_t depth, int threads);

/// The lower half of a symmetric positive definite matrix becomes its Cholesky factor. A pivot that
/// rounding has left less than 1e-7 of the greatest diagonal entry is raised to that (static
/// pivoting: Li, Demmel 1998).
void factor_lower(ColumnMajor<float> a, std::ptrdiff_t size);

/// x = x * lower^-T: x has `rows` x `columns`, lower is triangular with `columns` of either.
void divide_by_lower(ColumnMajor<float> x, ColumnMajor<const float> lower, std::ptrdiff_t rows,
                     std::ptrdiff_t columns, int threads);

/// `lower` has `rows` x `columns`, the first of which are a triangle. x has `rows`: the first
/// `columns` become triangle^-1 * x, and the others lose what those below the triangle make of
/// these.
void solve_lower(ColumnMajor<const float> lower, std::ptrdiff_t rows, std::ptrdiff_t columns,
                 double* x);

/// Likewise with the transposed: the first `columns` of x become triangle^-T * (x - below^T *
/// others).
void solve_lower_transposed(ColumnMajor<const float> lower, std::ptrdiff_t rows,
                            std::ptrdiff_t columns, double* x);

}  // namespace shm
