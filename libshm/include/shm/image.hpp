// SPDX-License-Identifier: MIT
// Pixels, ours and other people's, in the formats that the library works on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "shm/api.hpp"

namespace shm {

/// Order of the 8-bit channels of one packed pixel in memory; x is a byte that nobody reads.
enum class PixelFormat { gray, rgb, bgr, rgba, bgra, argb, abgr, rgbx, bgrx, xrgb, xbgr };

/// Where the channels of a pixel lie, in bytes from its start; -1: the format has none.
struct PixelLayout {
  int bytes;
  int red, green, blue;
  int alpha;
};

constexpr PixelLayout layout_of(PixelFormat format) {
  switch (format) {
    case PixelFormat::gray: return {1, 0, 0, 0, -1};
    case PixelFormat::rgb: return {3, 0, 1, 2, -1};
    case PixelFormat::bgr: return {3, 2, 1, 0, -1};
    case PixelFormat::rgba: return {4, 0, 1, 2, 3};
    case PixelFormat::bgra: return {4, 2, 1, 0, 3};
    case PixelFormat::argb: return {4, 1, 2, 3, 0};
    case PixelFormat::abgr: return {4, 3, 2, 1, 0};
    case PixelFormat::rgbx: return {4, 0, 1, 2, -1};
    case PixelFormat::bgrx: return {4, 2, 1, 0, -1};
    case PixelFormat::xrgb: return {4, 1, 2, 3, -1};
    case PixelFormat::xbgr: return {4, 3, 2, 1, -1};
  }
  return {0, 0, 0, 0, -1};
}

/// Somebody else's pixels: rows of width pixels, `stride` bytes from one row to the next.
template <typename Byte>
struct BasicImageView {
  Byte* data = nullptr;
  int width = 0;
  int height = 0;
  std::ptrdiff_t stride = 0;
  PixelFormat format = PixelFormat::rgb;

  Byte* row(int y) const { return data + y * stride; }
};

using MutableImageView = BasicImageView<std::uint8_t>;

struct ImageView : BasicImageView<const std::uint8_t> {
  ImageView() = default;
  ImageView(const std::uint8_t* pixels, int columns, int rows, std::ptrdiff_t row_bytes,
            PixelFormat layout)
      : BasicImageView{pixels, columns, rows, row_bytes, layout} {}
  ImageView(const MutableImageView& image)  // NOLINT(google-explicit-constructor)
      : ImageView(image.data, image.width, image.height, image.stride, image.format) {}
};

/// Pixels of one's own, rows without padding.
class Image {
 public:
  Image() = default;
  Image(int width, int height, PixelFormat format)
      : pixels_(std::size_t(width) * std::size_t(height) * std::size_t(layout_of(format).bytes)),
        width_(width),
        height_(height),
        format_(format) {}

  int width() const { return width_; }
  int height() const { return height_; }
  PixelFormat format() const { return format_; }
  bool empty() const { return pixels_.empty(); }
  std::ptrdiff_t stride() const { return std::ptrdiff_t(width_) * layout_of(format_).bytes; }

  ImageView view() const { return {pixels_.data(), width_, height_, stride(), format_}; }
  MutableImageView view() { return {pixels_.data(), width_, height_, stride(), format_}; }
  operator ImageView() const { return view(); }   // NOLINT(google-explicit-constructor)
  operator MutableImageView() { return view(); }  // NOLINT(google-explicit-constructor)

 private:
  std::vector<std::uint8_t> pixels_;
  int width_ = 0;
  int height_ = 0;
  PixelFormat format_ = PixelFormat::rgb;
};

/// One channel of floats, rows `stride` floats apart.
template <typename Float>
struct BasicPlaneView {
  Float* data = nullptr;
  int width = 0;
  int height = 0;
  std::ptrdiff_t stride = 0;

  Float* row(int y) const { return data + y * stride; }
};

using PlaneView = BasicPlaneView<const float>;
using MutablePlaneView = BasicPlaneView<float>;

/// Floats of one's own, rows without padding.
class Plane {
 public:
  Plane() = default;
  Plane(int width, int height)
      : values_(std::size_t(width) * std::size_t(height)), width_(width), height_(height) {}

  int width() const { return width_; }
  int height() const { return height_; }
  bool empty() const { return values_.empty(); }

  PlaneView view() const { return {values_.data(), width_, height_, width_}; }
  MutablePlaneView view() { return {values_.data(), width_, height_, width_}; }

 private:
  std::vector<float> values_;
  int width_ = 0;
  int height_ = 0;
};

}  // namespace shm
