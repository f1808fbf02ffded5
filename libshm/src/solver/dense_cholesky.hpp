// SPDX-License-Identifier: MIT
// syrk, potrf and trsm in tiles, for each vector unit.
#pragma once

#include "solver/column_major.hpp"

namespace shm {

// What a block Cholesky factorization consists of, by the names that BLAS and LAPACK give it, for
// each vector unit, where Eigen would take the one that it was compiled for. Matrices have
// `padded_rows`.

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

}  // namespace shm
