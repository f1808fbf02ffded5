// SPDX-License-Identifier: MIT
// Means of squares of alphas.
#pragma once

#include <cstdint>
#include <vector>

#include "shm/image.hpp"

namespace shm {

class BoxFilter {
 public:
  /// In place, 8 bits: each pixel becomes the mean of `side` by `side`, at most 64, of which
  /// `before` columns are left of it and as many rows above. What stands at the border goes on
  /// beyond it.
  void run(const MutableImageView& alpha, int side, int before);

 private:
  void sum_rows(const MutableImageView& alpha, int side, int before);
  void average_columns(const MutableImageView& alpha, int side, int before);
  /// Of the row `y`, or of that at the border beyond which it is.
  std::uint16_t* sums_of_row(const MutableImageView& alpha, int y);

  std::vector<std::uint16_t> across_;  ///< sums of `side` pixels of a row
  std::vector<std::uint16_t> once_, twice_;
  std::vector<int> down_;
};

}  // namespace shm
