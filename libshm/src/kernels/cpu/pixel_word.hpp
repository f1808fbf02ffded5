// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "kernels/cpu/lanes.hpp"

namespace shm {

// Pixels of four bytes as whole words: loops over them vectorise whatever the channels' order.

SHM_INLINE std::uint32_t load_word(const std::uint8_t* pixel) {
  std::uint32_t word;
  std::memcpy(&word, pixel, 4);
  return word;
}

SHM_INLINE void store_word(std::uint32_t word, std::uint8_t* pixel) {
  std::memcpy(pixel, &word, 4);
}

/// How far a pixel's byte is shifted in its word.
constexpr int shift_of(int byte) {
  return 8 * (std::endian::native == std::endian::little ? byte : 3 - byte);
}

}  // namespace shm
