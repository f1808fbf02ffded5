// SPDX-License-Identifier: MIT
// The picture that a network sees, and parts of it.
#pragma once

#include <cstdint>

namespace shm {

/// height x width x 3, normalised; both sides multiples of 4.
struct Picture {
  std::int64_t height, width;
  const float* pixels;
};

/// A part of the picture; all multiples of 2.
struct Window {
  std::int64_t y, x, height, width;
};

}  // namespace shm
