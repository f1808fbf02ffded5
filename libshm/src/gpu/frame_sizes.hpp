// SPDX-License-Identifier: MIT
// Sizes on a frame's way.
#pragma once

namespace shm::cuda {

struct FrameSizes {
  int width, height;
  int inner_width, inner_height;    ///< the frame at working size
  int padded_width, padded_height;  ///< what the network sees: that with its mirrored margin

  bool operator==(const FrameSizes&) const = default;
};

}  // namespace shm::cuda
