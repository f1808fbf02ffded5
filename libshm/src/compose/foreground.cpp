// SPDX-License-Identifier: MIT
// The person's own colours in a picture.

#include "shm/foreground.hpp"

#include "compose/color_layers.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

void write(const Color& color, const PixelLayout& layout, std::uint8_t* pixel) {
  const Eigen::Array4i bytes = (color * 255 + 0.5F).cast<int>();
  pixel[layout.red] = std::uint8_t(bytes[0]);
  pixel[layout.green] = std::uint8_t(bytes[1]);
  pixel[layout.blue] = std::uint8_t(bytes[2]);
}

void copy(const std::uint8_t* from, const PixelLayout& given, const PixelLayout& layout,
          std::uint8_t* pixel) {
  pixel[layout.red] = from[given.red];
  pixel[layout.green] = from[given.green];
  pixel[layout.blue] = from[given.blue];
}

/// Estimates are smooth: where nothing shines through, the picture itself is right.
void write(const LayerEstimator& layers, const ImageView& image, const ImageView& alpha,
           const MutableImageView& foreground) {
  const PixelLayout given = layout_of(image.format), layout = layout_of(foreground.format);
  for (int y = 0; y < foreground.height; ++y)
    for (int x = 0; x < foreground.width; ++x) {
      std::uint8_t* pixel = foreground.row(y) + std::ptrdiff_t(x) * layout.bytes;
      if (alpha.row(y)[x] == 255)
        copy(image.row(y) + std::ptrdiff_t(x) * given.bytes, given, layout, pixel);
      else
        write(layers.at(x, y).foreground, layout, pixel);
    }
}

void check_input(const ImageView& image, const ImageView& alpha,
                 const MutableImageView& foreground) {
  if (image.width < 1 || image.height < 1) throw BadInput("picture for foreground: it is empty");
  if (image.format == PixelFormat::gray || foreground.format == PixelFormat::gray)
    throw BadInput("foreground: picture and result must have colours");
  if (alpha.format != PixelFormat::gray)
    throw BadInput("alpha for foreground: give one channel (gray)");
  const auto fits = [&](const auto& other) {
    return other.width == image.width && other.height == image.height;
  };
  if (!fits(alpha) || !fits(foreground))
    throw BadInput("foreground: picture, alpha and result must have one size");
}

}  // namespace

void estimate_foreground(const ImageView& image, const ImageView& alpha,
                         const ForegroundOptions& options, const MutableImageView& foreground) {
  options.check();
  check_input(image, alpha, foreground);
  LayerEstimator layers;
  layers.run(image, alpha, options);
  write(layers, image, alpha, foreground);
}

}  // namespace shm
