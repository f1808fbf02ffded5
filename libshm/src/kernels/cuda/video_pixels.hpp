// SPDX-License-Identifier: MIT
// Pixels of raw video, wherever they are looked at.
#pragma once

#include "kernels/pixel/chroma.hpp"
#include "kernels/pixel/color_matrix.hpp"
#include "kernels/pixel/numbers.hpp"
#include "kernels/pixel/rgb.hpp"
#include "shm/raw_video.hpp"

namespace shm::cuda {

/// As unpack_video has them. Nothing is unpacked: a kernel that wants a pixel reads its samples.
struct VideoPixels {
  RawVideo video;
  ColorMatrix matrix;  ///< to_rgb(video.colors)

  /// Whole numbers, 0..255.
  SHM_HOST_DEVICE Rgb at(int x, int y) const {
    const float luma = sample(video.channels[0], x, y);
    const float cb = chroma(video.channels[1], x, y), cr = chroma(video.channels[2], x, y);
    return {color(0, luma, cb, cr), color(1, luma, cb, cr), color(2, luma, cb, cr)};
  }

  /// `alpha`, 0..255, times the frame's own, where it has some: multiply_by_alpha.
  SHM_HOST_DEVICE std::uint8_t with_own_alpha(std::uint8_t alpha, int x, int y) const {
    if (video.channels[3].data == nullptr) return alpha;
    const auto white = float((1 << video.bits) - 1);
    store(sample(video.channels[3], x, y) * (1 / white) * float(alpha), alpha);
    return alpha;
  }

 private:
  using Channel = VideoChannel<const std::uint8_t>;

  SHM_HOST_DEVICE float sample(const Channel& channel, int x, int y) const {
    const std::uint8_t* at = channel.data + y * channel.stride + std::ptrdiff_t(x) * channel.step;
    if (video.bits == 8) return *at;
    return *reinterpret_cast<const std::uint16_t*>(at);
  }

  SHM_HOST_DEVICE float color(std::size_t channel, float a, float b, float c) const {
    return float(rounded_bits<0, 255>(matrix_sum(matrix, channel, a, b, c)) & 255);
  }

  SHM_HOST_DEVICE float chroma(const Channel& channel, int x, int y) const {
    if (channel.data == nullptr) return float(video.colors.neutral);
    const Neighbours rows = chroma_rows(video, y);
    if (video.across == 0) return between_rows(channel, rows, x);
    return video.across == 1 ? of_pair(channel, rows, x) : of_many(channel, rows, x);
  }

  SHM_HOST_DEVICE float between_rows(const Channel& channel, const Neighbours& rows, int x) const {
    const float before = sample(channel, x, rows.before);
    if (rows.fraction == 0 || rows.after == rows.before) return before;
    return mixed(before, sample(channel, x, rows.after), rows.fraction);
  }

  SHM_HOST_DEVICE float of_pair(const Channel& channel, const Neighbours& rows, int x) const {
    const auto [left, right] = pair_fractions(video);
    const bool second = x % 2 == 1;
    const int here = x / 2, last = halved(video.width, 1) - 1;
    const int other = second ? std::min(here + 1, last) : std::max(here - 1, 0);
    const float own = between_rows(channel, rows, here);
    const float fraction = second ? right : left;
    return fraction == 0 ? own : mixed(own, between_rows(channel, rows, other), fraction);
  }

  SHM_HOST_DEVICE float of_many(const Channel& channel, const Neighbours& rows, int x) const {
    const Neighbours at =
        chroma_at(x, video.across, video.cosited_across, halved(video.width, video.across));
    return mixed(between_rows(channel, rows, at.before), between_rows(channel, rows, at.after),
                 at.fraction);
  }
};

}  // namespace shm::cuda
