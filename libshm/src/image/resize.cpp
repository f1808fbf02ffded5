// SPDX-License-Identifier: MIT
// Resizing by rows, once an axis: an average where it shrinks, linear where it grows.
#include "image/resize.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/core/utility.hpp>

#include "base/parallel.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

void weigh(const std::uint8_t* row, float weight, int count, float* sums) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int i = 0; i < count; ++i)
      sums[i] = weight * float(row[i]);
  });
}

void add_weighed(const std::uint8_t* row, float weight, int count, float* sums) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int i = 0; i < count; ++i)
      sums[i] += weight * float(row[i]);
  });
}

/// The channels of a pixel, and of the next where there are less than four. Said outright, for the
/// compiler would rather make vectors of the few taps.
using PixelLanes = float __attribute__((vector_size(4 * sizeof(float))));
using IntLanes = int __attribute__((vector_size(4 * sizeof(int))));
constexpr std::size_t lanes = 4;

template <int channels>
SHM_INLINE void resize_line(const float* line, const ResizedAxis& columns, int width,
                            std::uint8_t* to) {
  for (int x = 0; x < width; ++x, to += channels) {
    const float* from = line + std::ptrdiff_t(channels) * columns.first(x);
    const float* weights = columns.weights(x);
    PixelLanes sum = {0.5F, 0.5F, 0.5F, 0.5F};
    for (int tap = 0; tap < columns.taps(); ++tap, from += channels) {
      PixelLanes pixel;
      std::memcpy(&pixel, from, sizeof pixel);
      sum += weights[tap] * pixel;
    }
    const auto rounded = __builtin_convertvector(sum, IntLanes);
    for (int c = 0; c < channels; ++c)
      to[c] = std::uint8_t(rounded[c]);
  }
}

void resize_columns(const float* line, int channels, const ResizedAxis& columns, int width,
                    std::uint8_t* to) {
  on_vector_unit([=, &columns]() mutable SHM_IN_EACH {
    switch (channels) {
      case 1: return resize_line<1>(line, columns, width, to);
      case 3: return resize_line<3>(line, columns, width, to);
      default: return resize_line<4>(line, columns, width, to);
    }
  });
}

}  // namespace

cv::Size size_within(cv::Size size, int longest) {
  const double scale = std::min(1.0, double(longest) / std::max(size.width, size.height));
  return {std::max(1, int(std::lround(size.width * scale))),
          std::max(1, int(std::lround(size.height * scale)))};
}

void Resizer::prepare(cv::Size from, cv::Size to) {
  to_ = to;
  columns_.prepare(from.width, to.width);
  rows_.prepare(from.height, to.height);
}

void Resizer::row(const cv::Mat& from, int y, std::uint8_t* to) const {
  const int count = from.cols * from.channels();
  if (from.size() == to_) {
    std::copy_n(from.ptr(y), count, to);
    return;
  }
  cv::AutoBuffer<float, lanes * 4096> line(std::size_t(count) + lanes - 1);
  std::fill_n(line.data() + count, lanes - 1, 0.F);
  const int first = rows_.first(y);
  const float* weights = rows_.weights(y);
  weigh(from.ptr(first), weights[0], count, line.data());
  for (int tap = 1; tap < rows_.taps(); ++tap)
    if (weights[tap] > 0) add_weighed(from.ptr(first + tap), weights[tap], count, line.data());
  resize_columns(line.data(), from.channels(), columns_, to_.width, to);
}

void Resizer::resize(const cv::Mat& from, cv::Mat& to, cv::Size size) {
  prepare(from.size(), size);
  to.create(size, from.type());
  for_each_row(size.height, [&](int y) { row(from, y, to.ptr(y)); });
}

}  // namespace shm
