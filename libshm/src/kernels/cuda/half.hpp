// SPDX-License-Identifier: MIT
// Floats of 16 bits, as the network takes them.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "kernels/host_device.hpp"

namespace shm::cuda {

/// Sixteen bits of a float, as IEEE 754 has them.
enum class Half : std::uint16_t {};

/// The nearest, the even one between two. Whole, where no toolkit is: cuda_fp16.h has the same.
SHM_HOST_DEVICE Half to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000U, magnitude = bits & 0x7fffffffU;
  constexpr std::uint32_t too_large = 0x477ff000U, least_normal = 0x38800000U;
  if (magnitude > 0x7f800000U) return Half(sign | 0x7e00U);
  if (magnitude >= too_large) return Half(sign | 0x7c00U);
  if (magnitude < least_normal)  // 0.5 has the smallest half as its last bit
    return Half(sign | (std::bit_cast<std::uint32_t>(std::abs(value) + 0.5F) - 0x3f000000U));
  const std::uint32_t rounded = magnitude + 0xfffU + (magnitude >> 13 & 1U);
  return Half(sign | (rounded - 0x38000000U) >> 13);
}

SHM_HOST_DEVICE void write(float value, float& to) {
  to = value;
}
SHM_HOST_DEVICE void write(float value, Half& to) {
  to = to_half(value);
}

}  // namespace shm::cuda
