// SPDX-License-Identifier: MIT
// Numbers of all precisions as floats and back, several at once.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "base/vector_unit.hpp"
#include "kernels/cpu/bf16.hpp"
#include "kernels/pixel/numbers.hpp"

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

/// Sixteen at once, said outright where the compiler does not see that it may.
constexpr int lane_count = 16;
using Lanes __attribute__((vector_size(lane_count * sizeof(float)))) = float;

SHM_INLINE Lanes load_lanes(const float* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

// How floats become smaller numbers. `Bits` are those of one float or of Lanes.

/// The upper halves are the nearest Bf16, the even one between two.
template <typename Bits>
SHM_INLINE Bits rounded_to_bf16(const Bits& bits) {
  return bits + 0x7fff + ((bits >> 16) & 1);
}

SHM_INLINE void store(float value, float& to) {
  to = value;
}
SHM_INLINE void store(float value, Bf16& to) {
  to = Bf16(rounded_to_bf16(std::bit_cast<std::uint32_t>(value)) >> 16);
}
SHM_INLINE void store(float value, std::int8_t& to) {
  to = std::int8_t(rounded_bits<-127, 127>(value));
}

/// std::bit_cast would not be part of each copy where nothing is optimised, and would give a vector
/// back where the plain vector unit has it.
template <typename To>
SHM_INLINE To bits_of(const Lanes& lanes) {
  return __builtin_bit_cast(To, lanes);
}

SHM_INLINE void store_lanes(const Lanes& lanes, float* to) {
  std::memcpy(to, &lanes, sizeof lanes);
}
SHM_INLINE void store_lanes(const Lanes& lanes, Bf16* to) {
  using Words __attribute__((vector_size(sizeof(Lanes)))) = std::uint32_t;
  using Halves __attribute__((vector_size(lane_count * sizeof(Bf16)))) = std::uint16_t;
  const Words rounded = rounded_to_bf16(bits_of<Words>(lanes));
  const auto halves = __builtin_convertvector(rounded >> 16, Halves);
  std::memcpy(to, &halves, sizeof halves);
}
SHM_INLINE void store_lanes(const Lanes& lanes, std::int8_t* to) {
  using Integers __attribute__((vector_size(sizeof(Lanes)))) = std::int32_t;
  using Bytes __attribute__((vector_size(lane_count))) = std::int8_t;
  const Integers rounded = bounded<-127, 127>(bits_of<Integers>(lanes + rounding));
  const auto bytes = __builtin_convertvector(rounded, Bytes);
  std::memcpy(to, &bytes, sizeof bytes);
}

/// Apart from what made them, so that it is done for many at once.
template <typename T>
SHM_INLINE void store_all(const float* values, std::int64_t count, T* __restrict to) {
  for (std::int64_t i = 0; i < count; ++i)
    store(values[i], to[i]);
}

}  // namespace shm
