// SPDX-License-Identifier: MIT
// Alpha of a pixel that follows luminance, and luminance smoothed over time.
#pragma once

#include <cstdint>

#include "kernels/pixel/numbers.hpp"

namespace shm {

struct GuidedPixel {
  /// What luminance 1 is in the 16 bits of the history.
  static constexpr float white = 65535;

  SHM_HOST_DEVICE static std::uint16_t history(float luminance) {
    std::uint16_t bits = 0;
    store(luminance * white, bits);
    return bits;
  }

  /// The mean of luminance now and in the past.
  SHM_HOST_DEVICE static float smoothed(float luminance, float temporal_weight,
                                        std::uint16_t history) {
    return luminance + temporal_weight * (float(int(history)) / white - luminance);
  }

  SHM_HOST_DEVICE static float alpha(float slope, float offset, float luminance) {
    return clamped(slope * luminance + offset);
  }
};

}  // namespace shm
