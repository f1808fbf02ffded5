// SPDX-License-Identifier: MIT
// Forward and back substitution for one right side, for each vector unit.
#pragma once

#include "solver/column_major.hpp"

namespace shm {

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
