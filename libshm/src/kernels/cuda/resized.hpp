// SPDX-License-Identifier: MIT
// Pixels of a picture of another size.
#pragma once

#include <cmath>
#include <cstddef>

#include "kernels/pixel/rgb.hpp"

namespace shm::cuda {

/// A ResizedAxis, where kernels can read it: `taps` weights for each position.
struct AxisTaps {
  int taps;
  const int* firsts;
  const float* weights;

  SHM_HOST_DEVICE int first(int position) const { return firsts[position]; }
  SHM_HOST_DEVICE float weight(int position, int tap) const {
    return weights[std::ptrdiff_t(position) * taps + tap];
  }
};

struct SizeTaps {
  AxisTaps columns, rows;
};

SHM_HOST_DEVICE float floored(float value) {
  return std::floor(value);
}
SHM_HOST_DEVICE Rgb floored(const Rgb& color) {
  return {std::floor(color.red), std::floor(color.green), std::floor(color.blue)};
}

/// As Resizer has it: a pixel of bytes. `source.at(x, y)` is a float or an Rgb of whole numbers,
/// and `half` one of 0.5, with which they are rounded.
template <typename Source, typename Pixel>
SHM_HOST_DEVICE Pixel resized(const Source& source, const SizeTaps& taps, int x, int y,
                              const Pixel& half) {
  const auto [columns, rows] = taps;
  Pixel sum = half;
  for (int i = 0; i < columns.taps; ++i) {
    const int from_x = columns.first(x) + i;
    Pixel column = rows.weight(y, 0) * source.at(from_x, rows.first(y));
    for (int k = 1; k < rows.taps; ++k)
      if (rows.weight(y, k) > 0) column += rows.weight(y, k) * source.at(from_x, rows.first(y) + k);
    sum += columns.weight(x, i) * column;
  }
  return floored(sum);
}

}  // namespace shm::cuda
