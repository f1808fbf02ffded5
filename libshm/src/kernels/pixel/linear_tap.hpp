// SPDX-License-Identifier: MIT
// Which two of a smaller grid a position lies between, and where.
#pragma once

#include <algorithm>

#include "kernels/host_device.hpp"

namespace shm {

/// Where a position lies between two of a smaller grid: at `index` and the next, of which it takes
/// `fraction`. A grid of one has no next.
struct LinearTap {
  int index;
  float fraction;
};

/// Of the middle of pixel `position` of `large`, among `small` ones that cover the same.
SHM_HOST_DEVICE LinearTap linear_tap(int position, int large, int small) {
  const float at = (float(position) + 0.5F) * float(small) / float(large) - 0.5F;
  const float inside = std::clamp(at, 0.0F, float(small - 1));
  const int index = std::min(int(inside), std::max(0, small - 2));
  return {index, inside - float(index)};
}

}  // namespace shm
