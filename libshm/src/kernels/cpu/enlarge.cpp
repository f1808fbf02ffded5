// SPDX-License-Identifier: MIT
// Pictures enlarged bilinearly to twice their sides.
#include "kernels/cpu/enlarge.hpp"

#include <opencv2/core/utility.hpp>

#include "kernels/cpu/tap.hpp"

namespace shm {
namespace {

/// Row y of the large picture at the small one's width.
template <typename T>
SHM_INLINE void mix_rows(const T* small, const PixelRows& size, std::int64_t y,
                         float* __restrict line) {
  const Tap at = tap(y, 2, size.height);
  const std::int64_t row = size.width * size.channels;
  const T* upper = small + at.before * row;
  const T* lower = small + at.after * row;
  for (std::int64_t i = 0; i < row; ++i)
    line[i] = mixed(to_float(upper[i]), to_float(lower[i]), at.fraction);
}

SHM_INLINE void stretch(const float* line, const PixelRows& size, std::int64_t width,
                        float* __restrict to) {
  for (std::int64_t x = 0; x < width; ++x, to += size.channels) {
    const Tap at = tap(x, 2, size.width);
    const float* before = line + at.before * size.channels;
    const float* after = line + at.after * size.channels;
    for (std::int64_t c = 0; c < size.channels; ++c)
      to[c] = mixed(before[c], after[c], at.fraction);
  }
}

template <typename T>
SHM_INLINE void enlarged(const T* small, const PixelRows& size, T* large, std::int64_t width,
                         Rows rows) {
  const std::int64_t large_row = width * size.channels;
  cv::AutoBuffer<float, 4096> line(static_cast<std::size_t>(size.width * size.channels));
  cv::AutoBuffer<float, 8192> wide(static_cast<std::size_t>(large_row));
  for (std::int64_t y = rows.begin; y < rows.end; ++y) {
    mix_rows(small, size, y, line.data());
    stretch(line.data(), size, width, wide.data());
    store_all(wide.data(), large_row, large + y * large_row);
  }
}

}  // namespace

template <typename T>
void enlarge(const T* small, const PixelRows& size, T* large, std::int64_t width, Rows rows) {
  on_vector_unit([=]() mutable SHM_IN_EACH { enlarged(small, size, large, width, rows); });
}

template void enlarge(const float*, const PixelRows&, float*, std::int64_t, Rows);
template void enlarge(const Bf16*, const PixelRows&, Bf16*, std::int64_t, Rows);
template void enlarge(const std::int8_t*, const PixelRows&, std::int8_t*, std::int64_t, Rows);
template void enlarge(const std::uint8_t*, const PixelRows&, std::uint8_t*, std::int64_t, Rows);

}  // namespace shm
