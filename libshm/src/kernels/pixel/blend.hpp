// SPDX-License-Identifier: MIT
// A pixel over another.
#pragma once

#include <cstdint>

#include "kernels/host_device.hpp"

namespace shm {

/// Two bytes at a time in the even halves of a word, so that a loop vectorises whatever the
/// channels' order; (t + 128 + (t + 128 >> 8)) >> 8 is t / 255, rounded, for every t to 255 * 255.
SHM_HOST_DEVICE std::uint32_t blend_halves(std::uint32_t pixel, std::uint32_t background,
                                           std::uint32_t alpha) {
  const std::uint32_t sum = pixel * alpha + background * (255 - alpha) + 0x00800080U;
  return ((sum + ((sum >> 8) & 0x00ff00ffU)) >> 8) & 0x00ff00ffU;
}

/// Every byte of a pixel of four: (pixel * alpha + background * (255 - alpha)) / 255, rounded.
SHM_HOST_DEVICE std::uint32_t blend_words(std::uint32_t pixel, std::uint32_t background,
                                          std::uint32_t alpha) {
  constexpr std::uint32_t even = 0x00ff00ffU;
  return blend_halves(pixel & even, background & even, alpha) |
         blend_halves((pixel >> 8) & even, (background >> 8) & even, alpha) << 8;
}

/// The pixel with `alpha` as the byte that is shifted by so much.
SHM_HOST_DEVICE std::uint32_t with_alpha(std::uint32_t pixel, std::uint32_t alpha, int shift) {
  return (pixel & ~(255U << shift)) | alpha << shift;
}

}  // namespace shm
