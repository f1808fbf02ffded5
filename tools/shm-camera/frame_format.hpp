// SPDX-License-Identifier: MIT
// The frames that are offered: YUY2, which every program reads that knows cameras.
#pragma once

#include <cstddef>
#include <string>

namespace shm::camera {

struct FrameFormat {
  int width = 1280;
  int height = 720;
  int rate = 30;  ///< a second, at most

  std::size_t stride() const { return std::size_t(width) * 2; }
  std::size_t bytes() const { return stride() * std::size_t(height); }
  /// As GStreamer writes it.
  std::string size_caps() const {
    return "width=" + std::to_string(width) + ",height=" + std::to_string(height);
  }
};

}  // namespace shm::camera
