// SPDX-License-Identifier: MIT
// How large pictures may be, and sizes in words.
#pragma once

#include <cstdint>
#include <string>

#include "shm/error.hpp"

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

/// Throws BadInput, with the name of what has it, where no frame may have that size.
inline void check_frame_size(const std::string& name, int width, int height) {
  const auto out_of_range = [](int side) { return side < 1 || side > longest_side; };
  if (out_of_range(width) || out_of_range(height))
    throw BadInput(name + ": " + size_text(width, height) + " is not in 1x1.." +
                   size_text(longest_side, longest_side));
}

}  // namespace shm
