// SPDX-License-Identifier: MIT
// Moves alpha's edges outwards or inwards, and softens them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "kernels/cuda/at.hpp"
#include "kernels/cuda/on_gpu.hpp"
#include "kernels/pixel/box_mean.hpp"
#include "kernels/pixel/numbers.hpp"
#include "shm/image.hpp"

namespace shm::cuda {

/// The extreme of the pixels in a cross around one, or of those in a line.
struct Extreme {
  ImageView from;
  MutableImageView to;
  int across, down;  ///< arms, pixels
  bool outwards;     ///< the largest; else the smallest

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    std::uint8_t most = at(from, x, y);
    for (int i = std::max(x - across, 0); i <= std::min(x + across, to.width - 1); ++i)
      most = further(most, at(from, i, y));
    for (int i = std::max(y - down, 0); i <= std::min(y + down, to.height - 1); ++i)
      most = further(most, at(from, x, i));
    at(to, x, y) = most;
  }

 private:
  SHM_HOST_DEVICE std::uint8_t further(std::uint8_t a, std::uint8_t b) const {
    return outwards ? std::max(a, b) : std::min(a, b);
  }
};

/// `more` gets so much of itself, the rest of `less`.
struct MixAlphas {
  ImageView less;
  MutableImageView more;
  float share;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    std::uint8_t& alpha = at(more, x, y);
    store(share * float(alpha) + (1 - share) * float(at(less, x, y)), alpha);
  }
};

/// Sums of alphas, rows without padding.
struct AlphaSums {
  std::uint16_t* data;
  int stride;
};

/// Of `side` pixels in a row, `before` of them left of the place; the border's goes on beyond it.
struct SumAcross {
  ImageView from;
  AlphaSums to;
  int side, before;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    int sum = 0;
    for (int i = x - before; i < x - before + side; ++i)
      sum += at(from, std::clamp(i, 0, from.width - 1), y);
    at(to, x, y) = std::uint16_t(sum);
  }
};

/// Means of squares, by the sums of their rows.
struct MeanDown {
  AlphaSums from;
  MutableImageView to;
  int side, before;
  BoxMean mean{side};

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    int sum = 0;
    for (int i = y - before; i < y - before + side; ++i)
      sum += at(from, x, std::clamp(i, 0, to.height - 1));
    at(to, x, y) = mean(sum);
  }
};

/// Alpha, and what it is worked on in: an image of its size, and sums as many.
struct EdgeShapeMemory {
  MutableImageView alpha, spare;
  std::uint16_t* sums;

  void swap() { std::swap(alpha, spare); }
};

template <typename Device>
void take_extremes(const Device& device, int across, int down, bool outwards,
                   EdgeShapeMemory& memory) {
  const MutableImageView to = memory.spare;
  device.for_each(to.width, to.height, Extreme{memory.alpha, to, across, down, outwards});
  memory.swap();
}

/// By an octagon: a square of half the width, and for the other half a step along the axes at a
/// time.
template <typename Device>
void grow(const Device& device, int pixels, bool outwards, EdgeShapeMemory& memory) {
  const int half = pixels / 2;
  if (half > 0) {
    take_extremes(device, half, 0, outwards, memory);
    take_extremes(device, 0, half, outwards, memory);
  }
  for (int i = half; i < pixels; ++i)
    take_extremes(device, 1, 1, outwards, memory);
}

template <typename Device>
void move_edges(const Device& device, double pixels, EdgeShapeMemory& memory) {
  const double width = std::abs(pixels);
  const int whole = int(width);
  grow(device, whole, pixels > 0, memory);
  if (width == whole) return;
  grow(device, 1, pixels > 0, memory);
  device.for_each(memory.alpha.width, memory.alpha.height,
                  MixAlphas{memory.spare, memory.alpha, float(width - whole)});
}

/// Two boxes make a ramp without corners. Of even sizes one looks a pixel further to the right, the
/// other to the left.
template <typename Device>
void fade_edges(const Device& device, int width, EdgeShapeMemory& memory) {
  if (width == 0) return;
  const MutableImageView alpha = memory.alpha;
  const AlphaSums sums{memory.sums, alpha.width};
  const int side = 1 + (width + 1) / 2;
  const int even = 1 - side % 2;
  for (const int before : {side / 2, side / 2 - even}) {
    device.for_each(alpha.width, alpha.height, SumAcross{alpha, sums, side, before});
    device.for_each(alpha.width, alpha.height, MeanDown{sums, alpha, side, before});
  }
}

/// EdgeShape: memory.alpha is moved by `pixels` (outwards above 0), then fades over `feather`. The
/// result is memory.alpha, which may have changed places with `spare`.
template <typename Device>
void shape_edges(const Device& device, double pixels, int feather, EdgeShapeMemory& memory) {
  move_edges(device, pixels, memory);
  fade_edges(device, feather, memory);
}

extern template void shape_edges(const OnGpu&, double, int, EdgeShapeMemory&);

}  // namespace shm::cuda
