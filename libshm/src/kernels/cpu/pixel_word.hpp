// SPDX-License-Identifier: MIT
// Pixels of four bytes as words.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "kernels/cpu/lanes.hpp"
#include "shm/image.hpp"

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

/// The byte of a pixel of four that is no colour.
constexpr int spare_byte(const PixelLayout& layout) {
  return 6 - layout.red - layout.green - layout.blue;
}

}  // namespace shm
