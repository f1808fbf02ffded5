// SPDX-License-Identifier: MIT
// A pixel's foreground and background, by the method of Germer et al.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "kernels/host_device.hpp"

namespace shm {

/// What the person gives to a pixel and what lies behind. Together, since every step reads both.
/// `Color` has sums, products with floats, min() and max().
template <typename Color>
struct LayersOf {
  Color foreground, background;
};

template <typename Color>
SHM_HOST_DEVICE LayersOf<Color> mixed_layers(const LayersOf<Color>& a, const LayersOf<Color>& b,
                                             float fraction) {
  return {a.foreground + fraction * (b.foreground - a.foreground),
          a.background + fraction * (b.background - a.background)};
}

/// The nearest of `from` places for place `index` of `to`.
SHM_HOST_DEVICE int nearest(int index, int to, int from) {
  return int(std::int64_t(index) * from / to);
}

/// Sides of a picture that is worked out from one pixel by equal factors: first at 1, then at each
/// of `levels` + 1 steps.
inline int layer_levels(int width, int height) {
  return std::max(1, int(std::ceil(std::log2(std::max(width, height)))));
}
inline int layer_side(int full, int level, int levels) {
  return int(std::lround(std::pow(double(full), double(level) / levels)));
}

/// A pixel's 2x2 equations, its neighbours held as they are.
template <typename Color>
class LayerEquations {
 public:
  SHM_HOST_DEVICE LayerEquations(const Color& pixel, float alpha)
      : alpha_(alpha), foreground_(alpha * pixel), background_((1 - alpha) * pixel) {}

  /// The smoothness that links it to a neighbour is weak within even alpha, strong across its
  /// edges.
  SHM_HOST_DEVICE void add(const LayersOf<Color>& neighbour, float alpha, float regularization,
                           float gradient_weight) {
    const float weight = regularization + gradient_weight * std::abs(alpha_ - alpha);
    foreground_ += weight * neighbour.foreground;
    background_ += weight * neighbour.background;
    weights_ += weight;
  }

  SHM_HOST_DEVICE LayersOf<Color> solved() const {
    const float rest = 1 - alpha_;
    const float ff = alpha_ * alpha_ + weights_;
    const float bb = rest * rest + weights_;
    const float fb = alpha_ * rest;
    const float scale = 1 / (ff * bb - fb * fb);
    return {(scale * (bb * foreground_ - fb * background_)).max(0).min(1),
            (scale * (ff * background_ - fb * foreground_)).max(0).min(1)};
  }

 private:
  float alpha_, weights_ = 0;
  Color foreground_, background_;
};

/// The foreground nearest to the estimated layers that explains the pixel.
template <typename Color>
SHM_HOST_DEVICE Color own_color(const Color& pixel, float alpha, const LayersOf<Color>& layers) {
  const float rest = 1 - alpha;
  const Color unexplained = pixel - alpha * layers.foreground - rest * layers.background;
  return layers.foreground + alpha / (alpha * alpha + rest * rest) * unexplained;
}

}  // namespace shm
