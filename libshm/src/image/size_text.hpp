// SPDX-License-Identifier: MIT
// How large pictures may be, and sizes in words.
#pragma once

#include <string>

namespace shm {

/// Of a frame, pixels.
inline constexpr int longest_side = 16384;

/// "600x800".
inline std::string size_text(int width, int height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

}  // namespace shm
