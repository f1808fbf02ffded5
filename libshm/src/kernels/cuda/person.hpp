// SPDX-License-Identifier: MIT
// The person of a frame: how much of a pixel is theirs, and which colours.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/cuda/at.hpp"
#include "kernels/cuda/video_pixels.hpp"
#include "kernels/pixel/color_layers.hpp"
#include "kernels/pixel/linear_tap.hpp"
#include "shm/image.hpp"

namespace shm::cuda {

/// Alpha of a frame's pixels, 0..255: the matte's, times the frame's own.
struct AlphaPixels {
  ImageView matte;  ///< format gray
  VideoPixels frame;

  SHM_HOST_DEVICE std::uint8_t byte(int x, int y) const {
    return frame.with_own_alpha(shm::cuda::at(matte, x, y), x, y);
  }
  SHM_HOST_DEVICE float at(int x, int y) const { return float(byte(x, y)); }
};

/// What the person and the room give to the pixels of a small copy of the frame, colours 0..1.
struct SmallLayers {
  const LayersOf<Rgb>* data;
  int width, height;

  SHM_HOST_DEVICE const LayersOf<Rgb>& at(int x, int y) const { return data[y * width + x]; }

  /// Between the four that a pixel of the frame lies between.
  SHM_HOST_DEVICE LayersOf<Rgb> around(int x, int y, int frame_width, int frame_height) const {
    const auto [upper, down] = linear_tap(y, frame_height, height);
    const auto [left, across] = linear_tap(x, frame_width, width);
    const int lower = std::min(upper + 1, height - 1), right = std::min(left + 1, width - 1);
    return mixed_layers(mixed_layers(at(left, upper), at(left, lower), down),
                        mixed_layers(at(right, upper), at(right, lower), down), across);
  }
};

/// The frame's colours, which Despill takes the room's out of where a pixel is partly person.
struct PersonPixels {
  AlphaPixels alpha;
  SmallLayers layers;
  float despill;  ///< 0..1; without, layers are not looked at

  SHM_HOST_DEVICE Rgb at(int x, int y, std::uint8_t share) const {
    const Rgb color = alpha.frame.at(x, y);
    if (despill == 0 || share == 0 || share == 255) return color;
    const RawVideo& video = alpha.frame.video;
    const LayersOf<Rgb> here = layers.around(x, y, video.width, video.height);
    const Rgb now = color / 255;
    return 255 * (now + despill * (own_color(now, float(share) / 255, here) - now));
  }
};

}  // namespace shm::cuda
