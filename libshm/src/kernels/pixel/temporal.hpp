// SPDX-License-Identifier: MIT
// What a pixel keeps of the frames before.
#pragma once

#include <cmath>

#include "kernels/pixel/numbers.hpp"

namespace shm {

/// What is smoothed of a pixel, and the past's share in it.
struct SmoothedPixel {
  float luminance, alpha, weight;
};

struct TemporalPixel {
  /// Half-width of the window whose differences are averaged: motion shows where there is texture;
  /// what lies around it moved too.
  static constexpr int radius = 2;
  static constexpr int side = 2 * radius + 1;

  /// Mean difference of luminance in 5x5 pixels, 0..1: a webcam's noise stays below the first, and
  /// above the second something moved.
  static constexpr float noise = 0.019F;
  static constexpr float motion = 0.024F;

  /// What a still pixel keeps of the past at full strength: alpha is then a mean of the last fifty
  /// frames or so.
  static constexpr float strongest = 0.98F;

  /// Where alpha changes by more than the first, the network has seen what the picture hides, such
  /// as a hand before a wall of its colour; from the second on nothing is kept, lest it leave a
  /// trail.
  static constexpr float flicker = 0.1F;
  static constexpr float change_of_mind = 0.9F;

  /// 1 up to `least`, 0 from `most` on.
  SHM_HOST_DEVICE static float share_below(float value, float least, float most) {
    return clamped((most - value) / (most - least));
  }

  /// Grows fast at first: at half the strength, the default, alpha is a mean of some thirty frames.
  SHM_HOST_DEVICE static float weight_at(float strength) {
    const float rest = (1 - strength) * (1 - strength) * (1 - strength);
    return strongest * (1 - rest * rest);
  }

  /// What a pixel keeps of the past, by the sum of the changes in its window.
  SHM_HOST_DEVICE static float still_weight(float changes, float strength) {
    constexpr float pixels = side * side;
    return strength * share_below(changes / pixels, noise, motion);
  }

  /// Means of the frames so far, each of which counts `still_weight` times what the next one
  /// counts; `weight` is the past's share in them. So the first frames after a movement are not
  /// outweighed by the one that it ended in.
  SHM_HOST_DEVICE static SmoothedPixel smoothed(float still_weight, float luminance, float alpha,
                                                const SmoothedPixel& past) {
    const float difference = past.alpha - alpha;
    const float past_weight = still_weight *
                              share_below(std::abs(difference), flicker, change_of_mind) /
                              (1 - past.weight);
    const float weight = past_weight / (1 + past_weight);
    return {luminance + weight * (past.luminance - luminance), alpha + weight * difference, weight};
  }
};

}  // namespace shm
