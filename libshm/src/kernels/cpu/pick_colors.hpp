// SPDX-License-Identifier: MIT
// Pixels of any layout as three bytes each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace shm {

/// to[3 * x + c] = from[bytes * x + channels[c]]; `bytes`: 1, 3 or 4.
void pick_colors(const std::uint8_t* from, int bytes, const std::array<int, 3>& channels,
                 std::ptrdiff_t width, std::uint8_t* to);

}  // namespace shm
