// SPDX-License-Identifier: MIT
// Pictures enlarged bilinearly to twice their sides.
#pragma once

#include <cstdint>

#include "base/rows.hpp"
#include "kernels/cpu/bf16.hpp"

namespace shm {

/// height x width pixels, the channels of each together.
struct PixelRows {
  std::int64_t height, width, channels;
};

/// Bilinearly to twice the height and width, align_corners false; of that the rows `rows` of
/// `large`, the first `width` pixels of each. In float, Bf16 and whole numbers of 8 bits.
template <typename T>
void enlarge(const T* small, const PixelRows& size, T* large, std::int64_t width, Rows rows);

}  // namespace shm
