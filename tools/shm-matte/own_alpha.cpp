// SPDX-License-Identifier: MIT
// The alpha that a picture comes with.

#include "shm-matte/own_alpha.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "shm/clear_pixels.hpp"
#include "shm/trimap.hpp"

namespace shm::tools {
namespace {

using Bytes = std::span<std::uint8_t>;
using ConstBytes = std::span<const std::uint8_t>;

/// An Image's rows have no padding.
Bytes bytes_of(Image& image) {
  return {image.view().data, std::size_t(image.stride()) * std::size_t(image.height())};
}
ConstBytes bytes_of(const Image& image) {
  return {image.view().data, std::size_t(image.stride()) * std::size_t(image.height())};
}

bool is_opaque(ConstBytes alpha) {
  return std::ranges::all_of(alpha, [](std::uint8_t value) { return value == 255; });
}

}  // namespace

Layers layers_of(const Image& picture) {
  if (picture.format() == PixelFormat::rgb) return {picture, {}};
  Layers layers{Image(picture.width(), picture.height(), PixelFormat::rgb),
                Image(picture.width(), picture.height(), PixelFormat::gray)};
  const ConstBytes rgba = bytes_of(picture);
  const Bytes colors = bytes_of(layers.colors);
  const Bytes alpha = bytes_of(layers.alpha);
  for (std::size_t i = 0; i < alpha.size(); ++i) {
    alpha[i] = rgba[4 * i + 3];
    for (std::size_t c = 0; c < 3; ++c)
      colors[3 * i + c] = rgba[4 * i + c];
  }
  hide_clear(layers.alpha, layers.colors);
  if (is_opaque(alpha)) layers.alpha = {};
  return layers;
}

void multiply(Image& alpha, const Image& own) {
  if (own.empty()) return;
  std::ranges::transform(bytes_of(alpha), bytes_of(own), bytes_of(alpha).begin(),
                         [](int a, int b) { return std::uint8_t((a * b + 127) / 255); });
}

void limit_trimap(Image& trimap, const Image& own) {
  if (own.empty()) return;
  std::ranges::transform(
      bytes_of(trimap), bytes_of(own), bytes_of(trimap).begin(), [](int value, int visible) {
        const int most = visible == 0 ? 0 : visible == 255 ? 255 : trimap_unknown;
        return std::uint8_t(std::min(value, most));
      });
}

}  // namespace shm::tools
