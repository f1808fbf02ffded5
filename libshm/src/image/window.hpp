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

struct Sum {
  SHM_INLINE float operator()(float a, float b) const { return a + b; }
};

struct Largest {
  SHM_INLINE float operator()(float a, float b) const { return a < b ? b : a; }
};

/// Repeats the ends of a line of `width` floats, which starts at padded[radius], on either side.
template <int radius>
SHM_INLINE void pad(float* padded, int width) {
  for (int i = 0; i < radius; ++i) {
    padded[i] = padded[radius];
    padded[radius + width + i] = padded[radius + width - 1];
  }
}

/// Of the window's rows, each `offset` floats further on, into a padded line.
template <int radius, typename Join>
SHM_INLINE void join_rows(const RowsAround<radius>& rows, std::ptrdiff_t offset, int width,
                          float* __restrict padded) {
  for (int x = 0; x < width; ++x) {
    float joined = rows[0][offset + x];
    for (std::size_t i = 1; i < rows.size(); ++i)
      joined = Join()(joined, rows[i][offset + x]);
    padded[radius + x] = joined;
  }
  pad<radius>(padded, width);
}

/// Of the window's columns: of a padded line from the x-th float on.
template <int radius, typename Join>
SHM_INLINE float joined_columns(const float* padded) {
  float joined = padded[0];
  for (int i = 1; i <= 2 * radius; ++i)
    joined = Join()(joined, padded[i]);
  return joined;
}

}  // namespace shm
