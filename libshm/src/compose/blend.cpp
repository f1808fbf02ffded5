// SPDX-License-Identifier: MIT
// Blends and reorders rows of packed pixels.

#include "compose/blend.hpp"

#include <cstddef>

#include "kernels/cpu/lanes.hpp"
#include "kernels/cpu/pick_colors.hpp"
#include "kernels/pixel/blend.hpp"
#include "kernels/pixel/pixel_word.hpp"

namespace shm {
namespace {

template <int from_bytes>
void reorder_to_words(const std::uint8_t* from, std::uint8_t* to, int width,
                      const PixelLayout& from_layout, const PixelLayout& to_layout) {
  const int spare = spare_byte(to_layout);
  for (int x = 0; x < width; ++x, from += from_bytes, to += 4) {
    to[to_layout.red] = from[from_layout.red];
    to[to_layout.green] = from[from_layout.green];
    to[to_layout.blue] = from[from_layout.blue];
    to[spare] = 255;
  }
}

/// `from` may be `to`, which ivdep allows: no word depends on an earlier one.
void reorder_words(const std::uint8_t* from, std::uint8_t* to, int width,
                   const PixelLayout& from_layout, const PixelLayout& to_layout) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    const int red = shift_of(from_layout.red);
    const int green = shift_of(from_layout.green);
    const int blue = shift_of(from_layout.blue);
    const int to_red = shift_of(to_layout.red);
    const int to_green = shift_of(to_layout.green);
    const int to_blue = shift_of(to_layout.blue);
    const std::uint32_t spare = 255U << shift_of(spare_byte(to_layout));
#pragma GCC ivdep
    for (std::ptrdiff_t x = 0; x < width; ++x) {
      const std::uint32_t pixel = load_word(from + 4 * x);
      store_word(((pixel >> red) & 255U) << to_red | ((pixel >> green) & 255U) << to_green |
                     ((pixel >> blue) & 255U) << to_blue | spare,
                 to + 4 * x);
    }
  });
}

void blend_four(std::uint8_t* pixels, const std::uint8_t* alpha, const std::uint8_t* background,
                int width) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::ptrdiff_t x = 0; x < width; ++x)
      store_word(blend_words(load_word(pixels + 4 * x), load_word(background + 4 * x), alpha[x]),
                 pixels + 4 * x);
  });
}

void blend_three(std::uint8_t* pixels, const std::uint8_t* alpha, const std::uint8_t* background,
                 int width) {
  for (int x = 0; x < width; ++x)
    for (int c = 3 * x; c < 3 * x + 3; ++c)
      pixels[c] = std::uint8_t(blend_halves(pixels[c], background[c], alpha[x]));
}

}  // namespace

ReorderRow reorder_row(PixelFormat from, PixelFormat to) {
  if (layout_of(to).bytes == 3) return pick_colors;
  switch (layout_of(from).bytes) {
    case 1: return reorder_to_words<1>;
    case 3: return reorder_to_words<3>;
    default: return reorder_words;
  }
}

BlendRow blend_row(PixelFormat format) {
  return layout_of(format).bytes == 3 ? blend_three : blend_four;
}

void store_alpha_row(std::uint8_t* pixels, const std::uint8_t* alpha, int width, int offset) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    const int shift = shift_of(offset);
    for (std::ptrdiff_t x = 0; x < width; ++x)
      store_word(with_alpha(load_word(pixels + 4 * x), alpha[x], shift), pixels + 4 * x);
  });
}

}  // namespace shm
