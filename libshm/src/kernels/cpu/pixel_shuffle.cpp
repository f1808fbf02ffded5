// SPDX-License-Identifier: MIT
// Four small pictures put together to one of twice the height and width.
#include "kernels/cpu/pixel_shuffle.hpp"

namespace shm {

template <typename T>
void pixel_shuffle(const T* from, const PixelRows& size, T* to, Rows rows) {
  const std::int64_t channels = size.channels / 4;
  for (std::int64_t y = rows.begin; y < rows.end; ++y)
    for (std::int64_t x = 0; x < size.width; ++x) {
      const T* pixel = from + (y * size.width + x) * size.channels;
      for (std::int64_t phase = 0; phase < 4; ++phase) {
        const std::int64_t row = 2 * y + phase / 2, column = 2 * x + phase % 2;
        T* large = to + (row * 2 * size.width + column) * channels;
        for (std::int64_t c = 0; c < channels; ++c)
          large[c] = pixel[4 * c + phase];
      }
    }
}

template void pixel_shuffle(const float*, const PixelRows&, float*, Rows);
template void pixel_shuffle(const Bf16*, const PixelRows&, Bf16*, Rows);
template void pixel_shuffle(const std::int8_t*, const PixelRows&, std::int8_t*, Rows);
template void pixel_shuffle(const std::uint8_t*, const PixelRows&, std::uint8_t*, Rows);

}  // namespace shm
