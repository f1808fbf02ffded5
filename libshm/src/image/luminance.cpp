// SPDX-License-Identifier: MIT
// Luminance of rows of pixels, whatever their format.
#include "image/luminance.hpp"

#include "kernels/cpu/lanes.hpp"
#include "kernels/cpu/pixel_word.hpp"

namespace shm {
namespace {

constexpr float red_weight = 0.299F / 255;
constexpr float green_weight = 0.587F / 255;
constexpr float blue_weight = 0.114F / 255;

template <int bytes>
void of_bytes(const std::uint8_t* pixels, const PixelLayout& layout, int width, float* luminance) {
  for (int x = 0; x < width; ++x, pixels += bytes)
    luminance[x] = red_weight * pixels[layout.red] + green_weight * pixels[layout.green] +
                   blue_weight * pixels[layout.blue];
}

void of_words(const std::uint8_t* pixels, const PixelLayout& layout, int width, float* luminance) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    const int red = shift_of(layout.red);
    const int green = shift_of(layout.green);
    const int blue = shift_of(layout.blue);
    for (int x = 0; x < width; ++x) {
      const std::uint32_t pixel = load_word(pixels + 4 * x);
      luminance[x] = red_weight * float(int((pixel >> red) & 255U)) +
                     green_weight * float(int((pixel >> green) & 255U)) +
                     blue_weight * float(int((pixel >> blue) & 255U));
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
