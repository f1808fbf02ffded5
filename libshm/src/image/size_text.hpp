// SPDX-License-Identifier: MIT
// Sizes of pictures in words.
#pragma once

#include <string>

namespace shm {

/// "600x800".
inline std::string size_text(int width, int height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

}  // namespace shm
