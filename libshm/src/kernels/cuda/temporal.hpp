// SPDX-License-Identifier: MIT
// Smoothing of alpha over time where the picture stands still.
#pragma once

#include <algorithm>

#include "kernels/cuda/at.hpp"
#include "kernels/cuda/on_gpu.hpp"
#include "kernels/pixel/temporal.hpp"
#include "shm/image.hpp"

namespace shm::cuda {

/// Of the frames so far, at working size; all of one size and stride.
template <typename Float>
struct Smoothed {
  BasicPlaneView<Float> luminance, alpha, weight;
};

struct SmoothPixel {
  PlaneView luminance, alpha;
  Smoothed<const float> past;
  Smoothed<float> now;
  float strength;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    const float still_weight = TemporalPixel::still_weight(changes_around(x, y), strength);
    const SmoothedPixel mean = TemporalPixel::smoothed(
        still_weight, at(luminance, x, y), at(alpha, x, y),
        {at(past.luminance, x, y), at(past.alpha, x, y), at(past.weight, x, y)});
    at(now.luminance, x, y) = mean.luminance;
    at(now.alpha, x, y) = mean.alpha;
    at(now.weight, x, y) = mean.weight;
  }

 private:
  SHM_HOST_DEVICE float changes_around(int x, int y) const {
    constexpr int radius = TemporalPixel::radius;
    float sum = 0;
    for (int dx = -radius; dx <= radius; ++dx) {
      const int column = std::clamp(x + dx, 0, luminance.width - 1);
      float of_column = 0;
      for (int dy = -radius; dy <= radius; ++dy)
        of_column += change(column, std::clamp(y + dy, 0, luminance.height - 1));
      sum += of_column;
    }
    return sum;
  }

  SHM_HOST_DEVICE float change(int x, int y) const {
    return std::abs(at(luminance, x, y) - at(past.luminance, x, y));
  }
};

/// TemporalFilter: smooths `alpha` into now.alpha. `past` and `now` change places from frame to
/// frame: neighbours look at what was. The first frame has strength 0, over a past of zeros.
template <typename Device>
void smooth(const Device& device, const PlaneView& luminance, const PlaneView& alpha,
            const Smoothed<const float>& past, const Smoothed<float>& now, float strength) {
  device.for_each(alpha.width, alpha.height,
                  SmoothPixel{luminance, alpha, past, now, TemporalPixel::weight_at(strength)});
}

extern template void smooth(const OnGpu&, const PlaneView&, const PlaneView&,
                            const Smoothed<const float>&, const Smoothed<float>&, float);

}  // namespace shm::cuda
