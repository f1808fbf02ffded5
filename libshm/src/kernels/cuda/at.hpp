// SPDX-License-Identifier: MIT
// A place of a picture of one channel.
#pragma once

#include "kernels/host_device.hpp"

namespace shm::cuda {

/// Of a plane, or of an image of format gray. Views' own rows are for the CPU alone.
template <typename View>
SHM_HOST_DEVICE auto& at(const View& view, int x, int y) {
  return view.data[y * view.stride + x];
}

}  // namespace shm::cuda
