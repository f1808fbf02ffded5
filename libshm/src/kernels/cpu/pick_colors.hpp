// SPDX-License-Identifier: MIT
// Pixels of any layout as three bytes each.
#pragma once

#include <cstddef>
#include <cstdint>

#include "shm/image.hpp"

namespace shm {

/// Colours alone, in the order of a layout of three bytes. `from` may be `to` where it has three
/// bytes as well.
void pick_colors(const std::uint8_t* from, std::uint8_t* to, int width,
                 const PixelLayout& from_layout, const PixelLayout& to_layout);

}  // namespace shm
