// SPDX-License-Identifier: MIT
// Luminance of a pixel.
#pragma once

#include "kernels/host_device.hpp"

namespace shm {

/// 0..1, of R'G'B' of 0..255: ITU-R BT.601 weights.
SHM_HOST_DEVICE float luminance_of(float red, float green, float blue) {
  return 0.299F / 255 * red + 0.587F / 255 * green + 0.114F / 255 * blue;
}

}  // namespace shm
