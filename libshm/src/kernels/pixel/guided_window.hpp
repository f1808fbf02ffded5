// SPDX-License-Identifier: MIT
// The guided filter's arithmetic of a window and of a pixel.
#pragma once

#include <algorithm>

#include "kernels/pixel/numbers.hpp"

namespace shm {

struct GuidedWindow {
  /// Half-width of the window that a line is fitted in, pixels at working size.
  static constexpr int radius = 2;
  static constexpr int side = 2 * radius + 1;
  static constexpr float pixels = side * side;

  /// Variances below which a window counts as flat: contrasts of about 0.015 in luminance and 0.05
  /// in alpha.
  static constexpr float flat_luminance = 2e-4F;
  static constexpr float flat_alpha = 3e-3F;
  /// A pixel is wholly refined where the mean confidence in the windows around it is at least
  /// 1 / confidence_gain.
  static constexpr float confidence_gain = 1.5F;
  /// What a pixel of alpha 1/2 counts in a fit, where one of alpha 0 or 1 counts 1.
  static constexpr float least_weight = 0.02F;

  /// How much alpha follows luminance, and how it is stretched then.
  struct Gain {
    float edge_refine, black, stretch;

    /// What lies between `black` and `white` becomes 0..1.
    static constexpr Gain of(double edge_refine, double black, double white) {
      return {float(edge_refine), float(black), float(1 / (white - black))};
    }
  };
  /// alpha = slope * luminance + offset.
  struct Line {
    float slope, offset;
  };
  /// A line, as far as it explains alpha.
  struct Fit {
    float slope, offset, confidence;
  };

  /// Weighted sums over a window.
  enum Moment { weight, guide, alpha, guide_guide, alpha_alpha, guide_alpha, moments };

  /// Only pixels that are surely person or room tell which luminance is whose: the network's soft
  /// edge would make a halo.
  SHM_HOST_DEVICE static void add_pixel(float g, float network_alpha, float* sums) {
    const float a = clamped(network_alpha);
    const float sureness = 2 * a - 1;
    const float w = sureness * sureness + least_weight;
    sums[weight] += w;
    sums[guide] += w * g;
    sums[alpha] += w * a;
    sums[guide_guide] += w * g * g;
    sums[alpha_alpha] += w * a * a;
    sums[guide_alpha] += w * g * a;
  }

  /// A window's line, trusted as far as it explains alpha's variance: r squared. `sums` become
  /// means.
  SHM_HOST_DEVICE static Fit fit(float* sums) {
    for (int m = guide; m < moments; ++m)
      sums[m] /= sums[weight];
    const float* mean = sums;
    const float guide_variance = mean[guide_guide] - mean[guide] * mean[guide] + flat_luminance;
    const float alpha_variance = mean[alpha_alpha] - mean[alpha] * mean[alpha] + flat_alpha;
    const float covariance = mean[guide_alpha] - mean[guide] * mean[alpha];
    const float rise = covariance / guide_variance;
    const float explained = std::min(1.0F, rise * covariance / alpha_variance);
    return {explained * rise, explained * (mean[alpha] - rise * mean[guide]), explained};
  }

  /// The pixel takes the mean of the windows it is in, whose fits are summed here; what their
  /// confidence leaves goes to the network's alpha.
  SHM_HOST_DEVICE static Line join(const Fit& sum, float network_alpha, const Gain& gain) {
    const float share =
        gain.edge_refine * std::min(1.0F, confidence_gain / pixels * sum.confidence);
    const float part = gain.stretch * share / std::max(sum.confidence, 1e-30F);
    return {part * sum.slope,
            part * sum.offset + gain.stretch * ((1 - share) * clamped(network_alpha) - gain.black)};
  }

  /// Where nothing was fitted.
  SHM_HOST_DEVICE static Line keep(float network_alpha, const Gain& gain) {
    return {0, gain.stretch * (clamped(network_alpha) - gain.black)};
  }
};

}  // namespace shm
