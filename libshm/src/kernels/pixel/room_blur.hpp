// SPDX-License-Identifier: MIT
// How a room is blurred behind a person.
#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/host_device.hpp"

namespace shm {

/// A reduced copy of the frame, and how far it is blurred: a stronger blur is a smaller copy.
struct RoomBlur {
  int width, height;
  double sigma;  ///< pixels of the copy, up to largest_sigma

  static constexpr double largest_sigma = 2;  ///< enough to hide the copy's grid
  static constexpr double largest_copy = 640;

  static RoomBlur of(int frame_width, int frame_height, double strength) {
    const double side = std::max(frame_width, frame_height);
    const double sigma = strength * side / 12;
    const double reduction = std::max({1.0, sigma / largest_sigma, side / largest_copy});
    return {std::max(1, int(std::lround(frame_width / reduction))),
            std::max(1, int(std::lround(frame_height / reduction))), sigma / reduction};
  }

  /// How much a pixel tells about the room: (1 - alpha)^2, for at a soft edge the frame's colour is
  /// the person's too. Never 0, so that the middle of a person still has some colour.
  static constexpr double least_weight = 1e-3;
  SHM_HOST_DEVICE static float weight(float alpha) {
    return (1 - alpha) * (1 - alpha) + float(least_weight);
  }
};

}  // namespace shm
