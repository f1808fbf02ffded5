// SPDX-License-Identifier: MIT
// What is shown where there is no picture.
#pragma once

#include <vector>

#include "shm-camera/frame_format.hpp"

namespace shm::camera {

/// Dark grey all over.
inline std::vector<std::byte> plain_frame(const FrameFormat& format) {
  constexpr std::byte luma{48};
  constexpr std::byte chroma{128};
  std::vector<std::byte> frame(format.bytes(), chroma);
  for (std::size_t i = 0; i < frame.size(); i += 2)
    frame[i] = luma;
  return frame;
}

}  // namespace shm::camera
