// SPDX-License-Identifier: MIT
// The largest of 3x3 pixels, stride 2, padding 1.
#include "kernels/cpu/max_pool.hpp"

#include <algorithm>

#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

template <typename T>
SHM_INLINE T larger(T a, T b) {
  return to_float(a) < to_float(b) ? b : a;
}

template <typename T>
SHM_INLINE void pool_pixel(const T* from, const PixelRows& size, std::int64_t y, std::int64_t x,
                           T* __restrict to) {
  const std::int64_t top = std::max<std::int64_t>(2 * y - 1, 0);
  const std::int64_t bottom = std::min(2 * y + 1, size.height - 1);
  const std::int64_t left = std::max<std::int64_t>(2 * x - 1, 0);
  const std::int64_t right = std::min(2 * x + 1, size.width - 1);
  std::copy_n(from + (top * size.width + left) * size.channels, size.channels, to);
  for (std::int64_t row = top; row <= bottom; ++row)
    for (std::int64_t column = left; column <= right; ++column) {
      const T* pixel = from + (row * size.width + column) * size.channels;
      for (std::int64_t c = 0; c < size.channels; ++c)
        to[c] = larger(to[c], pixel[c]);
    }
}

template <typename T>
SHM_INLINE void pool(const T* from, const PixelRows& size, T* to, Rows rows) {
  const std::int64_t width = pooled_side(size.width);
  for (std::int64_t y = rows.begin; y < rows.end; ++y)
    for (std::int64_t x = 0; x < width; ++x)
      pool_pixel(from, size, y, x, to + (y * width + x) * size.channels);
}

}  // namespace

template <typename T>
void max_pool(const T* from, const PixelRows& size, T* to, Rows rows) {
  on_vector_unit([=]() mutable SHM_IN_EACH { pool(from, size, to, rows); });
}

template void max_pool(const float*, const PixelRows&, float*, Rows);
template void max_pool(const Bf16*, const PixelRows&, Bf16*, Rows);
template void max_pool(const std::int8_t*, const PixelRows&, std::int8_t*, Rows);
template void max_pool(const std::uint8_t*, const PixelRows&, std::uint8_t*, Rows);

}  // namespace shm
