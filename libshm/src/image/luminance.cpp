// SPDX-License-Identifier: MIT
// Luminance of rows of pixels, whatever their format.
#include "image/luminance.hpp"

#include "kernels/cpu/lanes.hpp"
#include "kernels/pixel/luminance.hpp"
#include "kernels/pixel/pixel_word.hpp"

namespace shm {
namespace {

template <int bytes>
void of_bytes(const std::uint8_t* pixels, const PixelLayout& layout, int width, float* luminance) {
  for (int x = 0; x < width; ++x, pixels += bytes)
    luminance[x] = luminance_of(pixels[layout.red], pixels[layout.green], pixels[layout.blue]);
}

void of_words(const std::uint8_t* pixels, const PixelLayout& layout, int width, float* luminance) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    const int red = shift_of(layout.red);
    const int green = shift_of(layout.green);
    const int blue = shift_of(layout.blue);
    for (int x = 0; x < width; ++x) {
      const std::uint32_t pixel = load_word(pixels + 4 * x);
      luminance[x] = luminance_of(byte_of(pixel, red), byte_of(pixel, green), byte_of(pixel, blue));
    }
  });
}

}  // namespace

LuminanceRow luminance_row(PixelFormat format) {
  switch (layout_of(format).bytes) {
    case 1: return of_bytes<1>;
    case 3: return of_bytes<3>;
    default: return of_words;
  }
}

}  // namespace shm
