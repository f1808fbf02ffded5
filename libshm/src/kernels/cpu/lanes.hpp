#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "kernels/cpu/bf16.hpp"

/// A copy of the function for each kind of vector unit; the loader takes the widest there is.
#ifdef __x86_64__
#define SHM_EACH_VECTOR_UNIT \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SHM_EACH_VECTOR_UNIT
#endif

/// For what such functions call: part of every copy.
#define SHM_INLINE inline __attribute__((always_inline))

namespace shm {

SHM_INLINE float to_float(float value) {
  return value;
}
SHM_INLINE float to_float(Bf16 value) {
  return std::bit_cast<float>(std::uint32_t(value) << 16);
}

SHM_INLINE float to_float(std::int8_t value) {
  return value;
}
SHM_INLINE float to_float(std::uint8_t value) {
  return value;
}

SHM_INLINE void store(float value, float& to) {
  to = value;
}
/// Rounds to the nearest, to even between two.
SHM_INLINE void store(float value, Bf16& to) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  to = Bf16((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}
/// Rounds to the nearest that there is, half away from 0.
SHM_INLINE void store(float value, std::int8_t& to) {
  const float bounded = std::min(std::max(value, -127.0F), 127.0F);
  const float raised = bounded + std::copysign(0.5F, bounded);
  to = std::int8_t(int(raised));
}
SHM_INLINE void store(float value, std::uint8_t& to) {
  const float raised = std::min(std::max(value, 0.0F), 255.0F) + 0.5F;
  to = std::uint8_t(int(raised));
}

}  // namespace shm
