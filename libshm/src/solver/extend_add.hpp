// SPDX-License-Identifier: MIT
// Adds a contribution block to the front above it.
#pragma once

#include <vector>

#include "solver/column_major.hpp"

namespace shm {

/// Adds the lower half of a matrix to a larger one's, where its rows and columns lie apart.
class ExtendAdd {
 public:
  /// `indices`: where each row, and column, is in the larger matrix, ascending.
  ExtendAdd(ColumnMajor<const float> from, std::vector<int> indices);

  /// Adds the columns whose indices are from `begin` to `end` (exclusively). `to` is the larger
  /// matrix from row and column `origin` on.
  void run(int begin, int end, ColumnMajor<float> to, int origin, int threads) const;

 private:
  /// Rows that are neighbours in the larger matrix, too.
  struct RowRun {
    int from, to, count;
  };

  void add_column(int column, float* to, int origin) const;

  ColumnMajor<const float> from_;
  std::vector<int> indices_;
  std::vector<RowRun> runs_;
};

}  // namespace shm
