// SPDX-License-Identifier: MIT
// Runs on the CPU what kernels do, one place after the other, so that it can be tested without a
// GPU.
#pragma once

#include "kernels/host_device.hpp"

namespace shm::cuda {

/// What stands for a block of threads: one that is alone.
struct OneThread {
  template <typename Body>
  SHM_HOST_DEVICE void for_each(int count, const Body& body) const {
    for (int i = 0; i < count; ++i)
      body(i);
  }
};

class OnCpu {
 public:
  /// Calls body(x, y) for each place.
  template <typename Body>
  void for_each(int width, int height, const Body& body) const {
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x)
        body(x, y);
  }

  /// Calls body(block): block.for_each(count, step) calls step(i) for each i below count, in any
  /// order, and returns when all are done.
  template <typename Body>
  void in_one_block(const Body& body) const {
    body(OneThread{});
  }
};

}  // namespace shm::cuda
