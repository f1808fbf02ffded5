// SPDX-License-Identifier: MIT
// Pixels of four bytes as words.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "kernels/host_device.hpp"
#include "kernels/pixel/numbers.hpp"
#include "kernels/pixel/rgb.hpp"
#include "shm/image.hpp"

namespace shm {

// Pixels of four bytes as whole words: loops over them vectorise whatever the channels' order.

SHM_HOST_DEVICE std::uint32_t load_word(const std::uint8_t* pixel) {
  std::uint32_t word;
  std::memcpy(&word, pixel, 4);
  return word;
}

SHM_HOST_DEVICE void store_word(std::uint32_t word, std::uint8_t* pixel) {
  std::memcpy(pixel, &word, 4);
}

/// How far a pixel's byte is shifted in its word.
SHM_HOST_DEVICE constexpr int shift_of(int byte) {
  return 8 * (std::endian::native == std::endian::little ? byte : 3 - byte);
}

SHM_HOST_DEVICE float byte_of(std::uint32_t word, int shift) {
  return float(int((word >> shift) & 255U));
}

/// Bounded as a whole number: what follows is all of these.
SHM_HOST_DEVICE std::uint32_t rounded_byte(float value, int shift) {
  return (std::uint32_t(rounded_bits<0, 255>(value)) & 255U) << shift;
}

/// The byte of a pixel of four that is no colour.
SHM_HOST_DEVICE constexpr int spare_byte(const PixelLayout& layout) {
  return 6 - layout.red - layout.green - layout.blue;
}

/// How far each colour is shifted in a pixel's word of four bytes; `spare` is the fourth byte.
struct ColorShifts {
  int red, green, blue, spare;
};
constexpr ColorShifts color_shifts(PixelFormat format) {
  const PixelLayout layout = layout_of(format);
  return {shift_of(layout.red), shift_of(layout.green), shift_of(layout.blue),
          shift_of(spare_byte(layout))};
}

/// Opaque; colours of 0..255 are rounded.
SHM_HOST_DEVICE std::uint32_t word_of(const Rgb& color, const ColorShifts& shifts) {
  return rounded_byte(color.red, shifts.red) | rounded_byte(color.green, shifts.green) |
         rounded_byte(color.blue, shifts.blue) | 255U << shifts.spare;
}

}  // namespace shm
