// SPDX-License-Identifier: MIT
// A frame as the network sees it, and its luminance, in one pass over the frame.
#pragma once

#include "kernels/cpu/network_picture.hpp"
#include "kernels/cuda/at.hpp"
#include "kernels/cuda/half.hpp"
#include "kernels/cuda/on_gpu.hpp"
#include "kernels/cuda/resized.hpp"
#include "kernels/cuda/video_pixels.hpp"
#include "kernels/pixel/luminance.hpp"
#include "shm/image.hpp"

namespace shm::cuda {

/// height x width x 3, channels together, in the network's order.
template <typename Number>
struct NetworkPicture {
  Number* data;
  int width, height;
  bool bgr;
  Normalization as_seen;
};

/// Beyond the end an axis is mirrored, its last position once.
SHM_HOST_DEVICE int mirrored(int position, int length) {
  if (length == 1) return 0;
  const int period = 2 * (length - 1);
  const int within = position % period;
  return within < length ? within : period - within;
}

template <typename Number>
struct NetworkPixel {
  VideoPixels frame;
  SizeTaps taps;
  NetworkPicture<Number> picture;
  MutablePlaneView luminance;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    const Rgb color = resized(frame, taps, mirrored(x, luminance.width),
                              mirrored(y, luminance.height), Rgb{0.5F, 0.5F, 0.5F});
    if (x < luminance.width && y < luminance.height)
      at(luminance, x, y) = luminance_of(color.red, color.green, color.blue);
    Number* to = picture.data + (std::ptrdiff_t(y) * picture.width + x) * 3;
    put(picture.bgr ? color.blue : color.red, 0, to);
    put(color.green, 1, to);
    put(picture.bgr ? color.red : color.blue, 2, to);
  }

 private:
  SHM_HOST_DEVICE void put(float byte, std::size_t channel, Number* to) const {
    write((byte - picture.as_seen.mean[channel]) * picture.as_seen.scale, to[channel]);
  }
};

/// NetworkInput and normalize: the frame, resized to the size of `luminance`, stands in the upper
/// left corner of `picture`; the rest mirrors it. `taps` lead from the frame's size there.
template <typename Device, typename Number>
void network_input(const Device& device, const VideoPixels& frame, const SizeTaps& taps,
                   const NetworkPicture<Number>& picture, const MutablePlaneView& luminance) {
  device.for_each(picture.width, picture.height,
                  NetworkPixel<Number>{frame, taps, picture, luminance});
}

extern template void network_input(const OnGpu&, const VideoPixels&, const SizeTaps&,
                                   const NetworkPicture<float>&, const MutablePlaneView&);
extern template void network_input(const OnGpu&, const VideoPixels&, const SizeTaps&,
                                   const NetworkPicture<Half>&, const MutablePlaneView&);

}  // namespace shm::cuda
