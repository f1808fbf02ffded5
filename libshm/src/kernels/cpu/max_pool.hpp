// SPDX-License-Identifier: MIT
// The largest of 3x3 pixels, stride 2, padding 1.
#pragma once

#include "kernels/cpu/enlarge.hpp"

namespace shm {

constexpr std::int64_t pooled_side(std::int64_t side) {
  return (side + 1) / 2;
}

/// Of the result, pooled_side(height) x pooled_side(width) pixels, the rows `rows`.
void max_pool(const float* from, const PixelRows& size, float* to, Rows rows);
void max_pool(const Bf16* from, const PixelRows& size, Bf16* to, Rows rows);
void max_pool(const std::int8_t* from, const PixelRows& size, std::int8_t* to, Rows rows);
void max_pool(const std::uint8_t* from, const PixelRows& size, std::uint8_t* to, Rows rows);

}  // namespace shm
