// SPDX-License-Identifier: MIT
// The largest of 3x3 pixels, stride 2, padding 1.
#pragma once

#include "kernels/cpu/enlarge.hpp"

namespace shm {

constexpr std::int64_t pooled_side(std::int64_t side) {
  return (side + 1) / 2;
}

/// Of the result, pooled_side(height) x pooled_side(width) pixels, the rows `rows`. In float, Bf16
/// and whole numbers of 8 bits.
template <typename T>
void max_pool(const T* from, const PixelRows& size, T* to, Rows rows);

}  // namespace shm
