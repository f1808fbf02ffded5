// SPDX-License-Identifier: MIT
// Luminance of rows of pixels, whatever their format.
#pragma once

#include <cstdint>

#include "shm/image.hpp"

namespace shm {

/// Writes the luminance (ITU-R BT.601 weights) of one row of pixels as floats 0..1. Chosen once per
/// format, called once per row.
using LuminanceRow = void (*)(const std::uint8_t* pixels, const PixelLayout& layout, int width,
                              float* luminance);
LuminanceRow luminance_row(PixelFormat format);

}  // namespace shm
