// SPDX-License-Identifier: MIT
// A made-up person in a made-up room, as NV12 and as a network's alpha.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gpu/frame_sizes.hpp"
#include "shm/raw_video.hpp"

namespace shm::cuda {

/// Of a frame that the network sees with its longer side so long.
inline FrameSizes sizes_of(int width, int height, int working_size = 640) {
  const double scale = double(working_size) / std::max(width, height);
  const int inner_width = std::max(1, int(std::lround(width * scale)));
  const int inner_height = std::max(1, int(std::lround(height * scale)));
  const auto padded = [](int side) { return (side + 31) / 16 * 16; };
  return {width, height, inner_width, inner_height, padded(inner_width), padded(inner_height)};
}

/// Rows of NV12 with padding, luma first.
struct Nv12Layout {
  Nv12Layout(int frame_width, int frame_height)
      : width(frame_width), height(frame_height), stride((width + 1) / 2 * 2 + 10) {}

  int width, height;
  std::ptrdiff_t stride;

  std::size_t bytes() const { return std::size_t(stride) * std::size_t(height + (height + 1) / 2); }

  template <typename Byte, typename Video>
  Video over(Byte* first) const {
    Video video;
    video.width = width;
    video.height = height;
    Byte* cb = first + stride * height;
    video.channels = {{{first, stride, 1}, {cb, stride, 2}, {cb + 1, stride, 2}, {}}};
    video.across = video.down = 1;
    video.cosited_across = true;
    return video;
  }
};

/// A disc with a soft edge that moves from frame to frame, stands still for three of four, before
/// stripes; with a camera's noise.
class MadeUpFrame {
 public:
  MadeUpFrame(const FrameSizes& sizes, int number) : sizes_(sizes), number_(number) {}

  std::vector<std::uint8_t> nv12() const {
    const Nv12Layout layout(sizes_.width, sizes_.height);
    std::vector<std::uint8_t> bytes(layout.bytes(), 0xa5);
    auto video = layout.over<std::uint8_t, MutableRawVideo>(bytes.data());
    for (int y = 0; y < sizes_.height; ++y)
      for (int x = 0; x < sizes_.width; ++x)
        video.channels[0].row(y)[x] = std::uint8_t(luma(x, y));
    for (int y = 0; y < (sizes_.height + 1) / 2; ++y)
      for (int x = 0; x < (sizes_.width + 1) / 2; ++x) {
        const double person = alpha((2 * x + 1.0) / sizes_.width, (2 * y + 1.0) / sizes_.height);
        video.channels[1].row(y)[2 * x] = std::uint8_t(110 + 30 * person);
        video.channels[2].row(y)[2 * x] = std::uint8_t(140 + x % 5 - 20 * person);
      }
    return bytes;
  }

  /// At working size.
  std::vector<float> network_alpha() const {
    std::vector<float> values;
    for (int y = 0; y < sizes_.inner_height; ++y)
      for (int x = 0; x < sizes_.inner_width; ++x)
        values.push_back(
            float(alpha((x + 0.5) / sizes_.inner_width, (y + 0.5) / sizes_.inner_height)));
    return values;
  }

 private:
  /// Places are 0..1.
  double alpha(double x, double y) const {
    const int moves = number_ / 4;
    const double across = (x - 0.5 - 0.02 * moves) * sizes_.width;
    const double down = (y - 0.6) * sizes_.height;
    const double inside = 0.3 * sizes_.height - std::hypot(across, down);
    return std::clamp(0.5 + inside / (0.02 * sizes_.height), 0.0, 1.0);
  }

  double luma(int x, int y) const {
    const double person = alpha((x + 0.5) / sizes_.width, (y + 0.5) / sizes_.height);
    const double room = 60 + 40 * std::sin(x * 0.05) + 20 * std::sin(y * 0.11);
    return room + person * (180 - room) + noise(x, y);
  }

  /// -2 to 2, as a hash of the place.
  int noise(int x, int y) const {
    std::uint32_t bits = std::uint32_t(x) * 0x9e3779b1U ^ std::uint32_t(y) * 0x85ebca77U ^
                         std::uint32_t(number_) * 0xc2b2ae3dU;
    bits = (bits ^ bits >> 15) * 0x2c1b3c6dU;
    return int((bits >> 16) % 5) - 2;
  }

  FrameSizes sizes_;
  int number_;
};

}  // namespace shm::cuda
