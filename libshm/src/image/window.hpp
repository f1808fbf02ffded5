// SPDX-License-Identifier: MIT
// Rows around a row, and lines longer at both ends, for filters that look beyond the border.
#pragma once

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>

#include "kernels/cpu/lanes.hpp"

namespace shm {

// Square windows of 2 * radius + 1 pixels over planes of floats, row by row; outside, the border's
// pixels go on.

template <int radius>
using RowsAround = std::array<const float*, 2 * radius + 1>;

template <int radius>
RowsAround<radius> rows_around(const cv::Mat& plane, int y) {
  RowsAround<radius> rows;
  for (int i = 0; i <= 2 * radius; ++i)
    rows[std::size_t(i)] = plane.ptr<float>(std::clamp(y + i - radius, 0, plane.rows - 1));
  return rows;
}

/// Repeats the ends of a line of `width` floats, which starts at padded[radius], on either side.
template <int radius>
SHM_INLINE void pad(float* padded, int width) {
  for (int i = 0; i < radius; ++i) {
    padded[i] = padded[radius];
    padded[radius + width + i] = padded[radius + width - 1];
  }
}

/// Over the window's rows, each `offset` floats further on.
template <int radius>
SHM_INLINE void sum_rows(const RowsAround<radius>& rows, std::ptrdiff_t offset, int count,
                         float* __restrict sums) {
  for (int x = 0; x < count; ++x) {
    float sum = rows[0][offset + x];
    for (std::size_t i = 1; i < rows.size(); ++i)
      sum += rows[i][offset + x];
    sums[x] = sum;
  }
}

/// Over the window's columns, the first of which is here.
template <int radius>
SHM_INLINE float sum_columns(const float* line) {
  float sum = line[0];
  for (int i = 1; i <= 2 * radius; ++i)
    sum += line[i];
  return sum;
}

}  // namespace shm
