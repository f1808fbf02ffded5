// SPDX-License-Identifier: MIT
// How large pictures may be, and sizes in words.
#pragma once

#include <cstdint>
#include <string>

namespace shm {

/// Of a frame, pixels.
inline constexpr int longest_side = 16384;

/// Of a picture: a small file may have as many as fill the memory.
inline constexpr auto most_pixels = std::uint64_t(longest_side) * longest_side;

constexpr bool is_readable_size(std::uint32_t width, std::uint32_t height) {
  return std::uint64_t(width) * height <= most_pixels;
}

/// "600x800".
inline std::string size_text(int width, int height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

}  // namespace shm
