// SPDX-License-Identifier: MIT
// Pixels of any layout as three bytes each.
#include "kernels/cpu/pick_colors.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/vector_unit.hpp"
#include "kernels/pixel/pixel_word.hpp"

namespace shm {
namespace {

/// Where each byte of a result stands in its pixel.
using Channels = std::array<int, 3>;

Channels channels_between(const PixelLayout& from, const PixelLayout& to) {
  Channels channels{};
  channels[std::size_t(to.red)] = from.red;
  channels[std::size_t(to.green)] = from.green;
  channels[std::size_t(to.blue)] = from.blue;
  return channels;
}

template <int bytes>
SHM_INLINE void pick(const std::uint8_t* from, const Channels& channels, std::ptrdiff_t begin,
                     std::ptrdiff_t end, std::uint8_t* to) {
  for (std::ptrdiff_t x = begin; x < end; ++x) {
    const std::uint8_t* pixel = from + bytes * x;
    const std::array picked{pixel[channels[0]], pixel[channels[1]], pixel[channels[2]]};
    std::copy(picked.begin(), picked.end(), to + 3 * x);
  }
}

constexpr std::ptrdiff_t words_at_once = 4;

/// Writes four bytes more than it says, which the next words overwrite.
SHM_INLINE void pick_from_words(const std::uint8_t* from, const Channels& shifts,
                                std::uint8_t* to) {
  using Words __attribute__((vector_size(4 * words_at_once))) = std::uint32_t;
  using Bytes __attribute__((vector_size(4 * words_at_once))) = std::uint8_t;
  Words words;
  std::memcpy(&words, from, sizeof words);
  const Words picked = ((words >> shifts[0]) & 255U) << shift_of(0) |
                       ((words >> shifts[1]) & 255U) << shift_of(1) |
                       ((words >> shifts[2]) & 255U) << shift_of(2);
  const auto bytes = std::bit_cast<Bytes>(picked);
  const Bytes together =
      __builtin_shufflevector(bytes, bytes, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 12, 13, 14, 15);
  std::memcpy(to, &together, sizeof together);
}

SHM_INLINE void pick_words(const std::uint8_t* from, const Channels& channels, std::ptrdiff_t width,
                           std::uint8_t* to) {
  const std::array shifts{shift_of(channels[0]), shift_of(channels[1]), shift_of(channels[2])};
  std::ptrdiff_t x = 0;
  for (; x + 2 * words_at_once <= width; x += words_at_once)
    pick_from_words(from + 4 * x, shifts, to + 3 * x);
  pick<4>(from, channels, x, width, to);
}

}  // namespace

void pick_colors(const std::uint8_t* from, std::uint8_t* to, int width,
                 const PixelLayout& from_layout, const PixelLayout& to_layout) {
  const Channels channels = channels_between(from_layout, to_layout);
  on_vector_unit([=, bytes = from_layout.bytes]() mutable SHM_IN_EACH {
    switch (bytes) {
      case 1: return pick<1>(from, channels, 0, width, to);
      case 3: return pick<3>(from, channels, 0, width, to);
      default: return pick_words(from, channels, width, to);
    }
  });
}

}  // namespace shm
