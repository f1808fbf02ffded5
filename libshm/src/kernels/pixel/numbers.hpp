// SPDX-License-Identifier: MIT
// Floats between 0 and 1, and as whole numbers.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "kernels/host_device.hpp"

namespace shm {

SHM_HOST_DEVICE float clamped(float value) {
  return std::min(std::max(value, 0.0F), 1.0F);
}

SHM_HOST_DEVICE float mixed(float before, float after, float fraction) {
  return before + fraction * (after - before);
}

/// Adding it leaves no room for what is less than 1, and whole numbers in the low bits.
constexpr float rounding = 12582912.0F;  // 1.5 * 2^23

/// The sum of `rounding` and a number, bounded. Floats above 0 are in the order of their bits, and
/// those of integers make better vectors. `Bits` are those of one float or of several.
template <int least, int most, typename Bits>
SHM_HOST_DEVICE Bits bounded(const Bits& bits) {
  constexpr auto low = std::bit_cast<std::int32_t>(rounding + least);
  constexpr auto high = std::bit_cast<std::int32_t>(rounding + most);
  const Bits above = bits < low ? low : bits;
  return above > high ? high : above;
}

/// Whose low bits are x, bounded and rounded to the nearest whole number, to even between two.
template <int least, int most>
SHM_HOST_DEVICE std::int32_t rounded_bits(float x) {
  return bounded<least, most>(std::bit_cast<std::int32_t>(x + rounding));
}

SHM_HOST_DEVICE void store(float value, std::uint8_t& to) {
  to = std::uint8_t(rounded_bits<0, 255>(value));
}
SHM_HOST_DEVICE void store(float value, std::uint16_t& to) {
  to = std::uint16_t(rounded_bits<0, 65535>(value));
}

}  // namespace shm
