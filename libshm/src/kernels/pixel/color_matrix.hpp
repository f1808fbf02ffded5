// SPDX-License-Identifier: MIT
// Colours through a matrix.
#pragma once

#include <array>
#include <cstddef>

#include "kernels/host_device.hpp"

namespace shm {

/// Three channels to three others: sums of products, and an offset.
struct ColorMatrix {
  std::array<std::array<float, 3>, 3> factors{};
  std::array<float, 3> offsets{};
};

SHM_HOST_DEVICE float matrix_sum(const ColorMatrix& matrix, std::size_t channel, float a, float b,
                                 float c) {
  const std::array<float, 3>& factors = matrix.factors[channel];
  return factors[0] * a + factors[1] * b + factors[2] * c + matrix.offsets[channel];
}

}  // namespace shm
