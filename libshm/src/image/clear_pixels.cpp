// SPDX-License-Identifier: MIT
// Colours under what is clear.
#include "shm/clear_pixels.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

#include "base/parallel.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

using Color = std::array<std::uint8_t, 3>;

/// Sums of whole numbers, which no order of the rows changes.
struct Sums {
  std::atomic<std::uint64_t> visible = 0;
  std::array<std::atomic<std::uint64_t>, 3> colors{};
};

bool has_clear(const ImageView& alpha) {
  for (int y = 0; y < alpha.height; ++y)
    if (std::find(alpha.row(y), alpha.row(y) + alpha.width, 0) != alpha.row(y) + alpha.width)
      return true;
  return false;
}

std::array<int, 3> places_of(PixelFormat format) {
  const PixelLayout layout = layout_of(format);
  return {layout.red, layout.green, layout.blue};
}

/// Calls `visit` with each pixel of a row that is clear, or that is not.
template <typename Visit>
void each_pixel(const ImageView& alpha, const MutableImageView& picture, int y, bool clear,
                Visit visit) {
  std::uint8_t* pixel = picture.row(y);
  const int bytes = layout_of(picture.format).bytes;
  for (int x = 0; x < picture.width; ++x, pixel += bytes)
    if ((alpha.row(y)[x] == 0) == clear) visit(pixel);
}

Color mean_of_visible(const ImageView& alpha, const MutableImageView& picture) {
  Sums sums;
  const std::array<int, 3> places = places_of(picture.format);
  for_each_row(picture.height, [&](int y) {
    std::array<std::uint64_t, 4> row{};
    each_pixel(alpha, picture, y, false, [&](const std::uint8_t* pixel) {
      ++row[3];
      for (std::size_t c = 0; c < 3; ++c)
        row[c] += pixel[places[c]];
    });
    sums.visible += row[3];
    for (std::size_t c = 0; c < 3; ++c)
      sums.colors[c] += row[c];
  });
  Color mean{};
  for (std::size_t c = 0; c < 3 && sums.visible > 0; ++c)
    mean[c] = std::uint8_t(sums.colors[c] / sums.visible);
  return mean;
}

}  // namespace

void hide_clear(const ImageView& alpha, const MutableImageView& picture) {
  if (alpha.width != picture.width || alpha.height != picture.height)
    throw BadInput("hide_clear: alpha and picture must have one size");
  if (alpha.format != PixelFormat::gray || picture.format == PixelFormat::gray)
    throw BadInput("hide_clear: alpha must have format gray, and the picture colours");
  if (!has_clear(alpha)) return;
  const Color mean = mean_of_visible(alpha, picture);
  const std::array<int, 3> places = places_of(picture.format);
  for_each_row(picture.height, [&](int y) {
    each_pixel(alpha, picture, y, true, [&](std::uint8_t* pixel) {
      for (std::size_t c = 0; c < 3; ++c)
        pixel[places[c]] = mean[c];
    });
  });
}

}  // namespace shm
