// SPDX-License-Identifier: MIT
// Which two places of a small row an enlarged one lies between.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/cpu/lanes.hpp"

namespace shm {

/// Where a place of an enlarged row lies between two of the small one, align_corners false.
struct Tap {
  std::int64_t before, after;
  float fraction;  ///< of `after`
};

/// `factor` is even.
SHM_INLINE Tap tap(std::int64_t place, std::int64_t factor, std::int64_t small) {
  const std::int64_t shifted = place + factor / 2;
  const std::int64_t before = shifted / factor - 1;
  const auto fraction = (float(shifted % factor) + 0.5F) / float(factor);
  return {std::max<std::int64_t>(before, 0), std::min(before + 1, small - 1), fraction};
}

}  // namespace shm
