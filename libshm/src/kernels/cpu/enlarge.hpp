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
/// `large`, the first `width` pixels of each.
void enlarge(const float* small, const PixelRows& size, float* large, std::int64_t width,
             Rows rows);
void enlarge(const Bf16* small, const PixelRows& size, Bf16* large, std::int64_t width, Rows rows);
void enlarge(const std::int8_t* small, const PixelRows& size, std::int8_t* large,
             std::int64_t width, Rows rows);
void enlarge(const std::uint8_t* small, const PixelRows& size, std::uint8_t* large,
             std::int64_t width, Rows rows);

}  // namespace shm
