// SPDX-License-Identifier: MIT
// The picture that a network sees, and parts of it.
#pragma once

#include <array>
#include <cstdint>

namespace shm {

/// What a network sees of a byte: (byte - mean of its channel) * scale.
struct Normalization {
  std::array<float, 3> mean;
  float scale;
};

/// height x width x 3 in the network's channel order; both sides multiples of 4.
struct Picture {
  std::int64_t height, width;
  const std::uint8_t* pixels;
  Normalization as_seen;
};

/// A part of the picture; all multiples of 2.
struct Window {
  std::int64_t y, x, height, width;
};

}  // namespace shm
