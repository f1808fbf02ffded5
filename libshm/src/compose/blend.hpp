// SPDX-License-Identifier: MIT
// Blends and reorders rows of packed pixels.
#pragma once

#include <cstdint>

#include "shm/image.hpp"

namespace shm {

/// Routines over one row of packed pixels, chosen once per format and called once per row.

/// Copies colours into another format; the byte that is no colour becomes 255. `from` may be `to`
/// where both formats have the same number of bytes.
using ReorderRow = void (*)(const std::uint8_t* from, std::uint8_t* to, int width,
                            const PixelLayout& from_layout, const PixelLayout& to_layout);
ReorderRow reorder_row(PixelFormat from, PixelFormat to);

/// pixel = (pixel * alpha + background * (255 - alpha)) / 255, rounded, in every byte: over an
/// opaque background the result is opaque, over zeros it is the premultiplied pixel.
using BlendRow = void (*)(std::uint8_t* pixels, const std::uint8_t* alpha,
                          const std::uint8_t* background, int width);
BlendRow blend_row(PixelFormat format);

/// Writes alpha where the pixel keeps it, `offset` bytes from its start; four-byte formats only.
void store_alpha_row(std::uint8_t* pixels, const std::uint8_t* alpha, int width, int offset);

}  // namespace shm
