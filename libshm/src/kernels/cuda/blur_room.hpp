// SPDX-License-Identifier: MIT
// The frame's own room, out of focus, without the person.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "kernels/cuda/on_gpu.hpp"
#include "kernels/cuda/person.hpp"
#include "kernels/cuda/resized.hpp"
#include "kernels/pixel/pixel_word.hpp"
#include "kernels/pixel/room_blur.hpp"

namespace shm::cuda {

/// A colour times its weight, and the weight.
struct WeightedColor {
  Rgb color;
  float weight;
};
SHM_HOST_DEVICE WeightedColor operator*(float factor, const WeightedColor& a) {
  return {factor * a.color, factor * a.weight};
}
SHM_HOST_DEVICE WeightedColor operator+(const WeightedColor& a, const WeightedColor& b) {
  return {a.color + b.color, a.weight + b.weight};
}

/// The weights of a Gaussian: of the middle, and of those to either side.
struct Gaussian {
  static constexpr int largest_radius = 8;  ///< of RoomBlur::largest_sigma
  int radius = 0;
  std::array<float, largest_radius + 1> weights{1};

  static Gaussian of(double sigma) {
    Gaussian gaussian;
    if (sigma <= 0) return gaussian;
    gaussian.radius = (int(std::lrint(8 * sigma + 1)) | 1) / 2;
    double sum = 0;
    const auto bell = [&](int i) { return std::exp(-i * i / (2 * sigma * sigma)); };
    for (int i = -gaussian.radius; i <= gaussian.radius; ++i)
      sum += bell(i);
    for (int i = 0; i <= gaussian.radius; ++i)
      gaussian.weights[std::size_t(i)] = float(bell(i) / sum);
    return gaussian;
  }
};

/// What the room is blurred in and what is left of it: of a RoomBlur's size, rows without padding.
struct RoomMemory {
  int width, height;
  WeightedColor* seen;
  WeightedColor* blurred_across;
  std::uint32_t* room;  ///< pixels as words

  SHM_HOST_DEVICE std::ptrdiff_t place(int x, int y) const {
    return std::ptrdiff_t(std::clamp(y, 0, height - 1)) * width + std::clamp(x, 0, width - 1);
  }
};

struct SeeRoom {
  AlphaPixels alpha;
  SizeTaps taps;
  RoomMemory memory;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    const Rgb color = resized(alpha.frame, taps, x, y, Rgb{0.5F, 0.5F, 0.5F});
    const float weight = RoomBlur::weight(resized(alpha, taps, x, y, 0.5F) / 255);
    memory.seen[memory.place(x, y)] = {weight * color, weight};
  }
};

struct BlurAcross {
  Gaussian gaussian;
  RoomMemory memory;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    WeightedColor sum = gaussian.weights[0] * memory.seen[memory.place(x, y)];
    for (int i = 1; i <= gaussian.radius; ++i)
      sum = sum + gaussian.weights[std::size_t(i)] *
                      (memory.seen[memory.place(x - i, y)] + memory.seen[memory.place(x + i, y)]);
    memory.blurred_across[memory.place(x, y)] = sum;
  }
};

struct BlurDown {
  Gaussian gaussian;
  ColorShifts shifts;
  RoomMemory memory;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    const WeightedColor* from = memory.blurred_across;
    WeightedColor sum = gaussian.weights[0] * from[memory.place(x, y)];
    for (int i = 1; i <= gaussian.radius; ++i)
      sum = sum + gaussian.weights[std::size_t(i)] *
                      (from[memory.place(x, y - i)] + from[memory.place(x, y + i)]);
    memory.room[memory.place(x, y)] = word_of(sum.color / sum.weight, shifts);
  }
};

/// BlurBackground, up to what is made as large as the frame: compose does that where it is seen.
/// `taps` lead from the frame's size to that of `memory`; `shifts` are those of what is composed.
template <typename Device>
void blur_room(const Device& device, const AlphaPixels& alpha, const SizeTaps& taps,
               const Gaussian& gaussian, const ColorShifts& shifts, const RoomMemory& memory) {
  device.for_each(memory.width, memory.height, SeeRoom{alpha, taps, memory});
  device.for_each(memory.width, memory.height, BlurAcross{gaussian, memory});
  device.for_each(memory.width, memory.height, BlurDown{gaussian, shifts, memory});
}

extern template void blur_room(const OnGpu&, const AlphaPixels&, const SizeTaps&, const Gaussian&,
                               const ColorShifts&, const RoomMemory&);

}  // namespace shm::cuda
