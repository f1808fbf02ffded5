// SPDX-License-Identifier: MIT
// A person of the shared photographs as raw video of any format, and how results are compared.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "base/vector_unit.hpp"
#include "gpu/buffers.hpp"
#include "image/color_encoding.hpp"
#include "image/mat.hpp"
#include "kernels/cuda/on_cpu.hpp"
#include "kernels/cuda/video_pixels.hpp"
#include "shared_data.hpp"
#include "shm/convert_video.hpp"
#include "shm/picture.hpp"

namespace shm::cuda {

/// A photograph and its mask, one moved by `left` pixels of the original to the other.
struct Scene {
  Image picture;  ///< rgba
  Image alpha;    ///< gray

  Scene(int width, int height, int left = 0)
      : picture(part("image/100.jpg", ReadAs::rgba, width, height, left)),
        alpha(part("mask/100.png", ReadAs::gray, width, height, left)) {
    cv::Mat edges = as_mat(alpha.view());
    cv::GaussianBlur(edges, edges, {5, 5}, 0);
  }

  /// As a network gives it, at another size.
  std::vector<float> alpha_at(int width, int height) const {
    cv::Mat small;
    cv::resize(as_mat(alpha.view()), small, {width, height}, 0, 0, cv::INTER_AREA);
    small.convertTo(small, CV_32F, 1.0 / 255);
    return {small.begin<float>(), small.end<float>()};
  }

 private:
  static Image part(const char* file, ReadAs as, int width, int height, int left) {
    const Image whole = read_picture(shared_data(std::string("data/people/") + file), as);
    const cv::Rect seen(left, 0, whole.width() - 20, whole.height());
    Image result(width, height, whole.format());
    cv::Mat to = as_mat(result.view());
    cv::resize(as_mat(whole.view())(seen), to, {width, height}, 0, 0, cv::INTER_AREA);
    return result;
  }
};

enum class Format { nv12, p010, i420, yuy2, rgba, bgra, bgrx };
constexpr Format all_formats[] = {Format::nv12, Format::p010, Format::i420, Format::yuy2,
                                  Format::rgba, Format::bgra, Format::bgrx};

/// A picture as raw video, rows with padding of bytes that are nobody's.
class Video {
 public:
  Video(Format format, const Image& picture)
      : bytes_(
            std::size_t(12) * std::size_t(picture.width() + 16) * std::size_t(picture.height() + 1),
            0xa5) {
    video_.width = picture.width();
    video_.height = picture.height();
    switch (format) {
      case Format::nv12:
      case Format::p010: nv12(); break;
      case Format::i420: i420(); break;
      case Format::yuy2: yuy2(); break;
      case Format::rgba: pixels(0, 1, 2, 3); break;
      case Format::bgra: pixels(2, 1, 0, 3); break;
      case Format::bgrx: pixels(2, 1, 0, -1); break;
    }
    pack_video(picture, video_);
    if (format == Format::p010) widen();
  }

  RawVideo view() const {
    RawVideo video;
    video.width = video_.width;
    video.height = video_.height;
    for (std::size_t i = 0; i < 4; ++i)
      video.channels[i] = {video_.channels[i].data, video_.channels[i].stride,
                           video_.channels[i].step};
    video.bits = video_.bits;
    video.colors = video_.colors;
    video.across = video_.across;
    video.down = video_.down;
    video.cosited_across = video_.cosited_across;
    return video;
  }
  const MutableRawVideo& writable() const { return video_; }
  /// Of all samples, and padding.
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }
  VideoPixels pixels() const { return {view(), to_rgb(view().colors)}; }

 private:
  static constexpr std::ptrdiff_t padding = 12;

  std::ptrdiff_t width() const { return video_.width; }
  std::ptrdiff_t height() const { return video_.height; }

  void nv12() {
    const std::ptrdiff_t luma = width() + padding, chroma = (width() + 1) / 2 * 2 + padding;
    std::uint8_t* cb = bytes_.data() + luma * height();
    video_.channels = {{{bytes_.data(), luma, 1}, {cb, chroma, 2}, {cb + 1, chroma, 2}, {}}};
    video_.across = video_.down = 1;
    video_.cosited_across = true;
  }
  void i420() {
    const std::ptrdiff_t luma = width() + padding, chroma = (width() + 1) / 2 + padding;
    std::uint8_t* cb = bytes_.data() + luma * height();
    std::uint8_t* cr = cb + chroma * ((height() + 1) / 2);
    video_.channels = {{{bytes_.data(), luma, 1}, {cb, chroma, 1}, {cr, chroma, 1}, {}}};
    video_.across = video_.down = 1;
  }
  void yuy2() {
    const std::ptrdiff_t stride = (width() + 1) / 2 * 4 + padding;
    std::uint8_t* first = bytes_.data();
    video_.channels = {{{first, stride, 2}, {first + 1, stride, 4}, {first + 3, stride, 4}, {}}};
    video_.across = 1;
    video_.cosited_across = true;
  }
  void pixels(int red, int green, int blue, int alpha) {
    const std::ptrdiff_t stride = 4 * width() + padding;
    std::uint8_t* first = bytes_.data();
    video_.channels = {
        {{first + red, stride, 4}, {first + green, stride, 4}, {first + blue, stride, 4}}};
    if (alpha >= 0) video_.channels[3] = {first + alpha, stride, 4};
    video_.colors = {true, 0, 0, 0, 255, 0, 255};
  }

  /// To ten bits in the upper part of words, whose lowest repeat the highest.
  void widen() {
    std::vector<std::uint8_t> narrow = bytes_;
    for (std::size_t i = 0; 2 * i + 1 < bytes_.size(); ++i) {
      const unsigned ten = unsigned(narrow[i]) << 2 | i % 4;
      const unsigned word = ten << 6 | ten >> 4;
      bytes_[2 * i] = std::uint8_t(word);
      bytes_[2 * i + 1] = std::uint8_t(word >> 8);
    }
    for (VideoChannel<std::uint8_t>& channel : video_.channels) {
      if (channel.data == nullptr) continue;
      channel.data = bytes_.data() + 2 * (channel.data - bytes_.data());
      channel.stride *= 2;
      channel.step *= 2;
    }
    const double scale = 65535.0 / 1023 * 4;
    video_.bits = 16;
    video_.colors = {false, 0.299, 0.114, 16 * scale, 219 * scale, 128 * scale, 224 * scale};
  }

  std::vector<std::uint8_t> bytes_;
  MutableRawVideo video_;
};

/// Multiplied and added in one, where the vector unit can, numbers lose less than on the plain one:
/// that which does as these kernels do here.
inline int allowed_difference() {
  return vector_unit() == VectorUnit::plain ? 0 : 1;
}

template <typename A, typename B>
int largest_difference(const A& a, const B& b) {
  EXPECT_EQ(std::size(a), std::size(b));
  int largest = 0;
  for (std::size_t i = 0; i < std::min(std::size(a), std::size(b)); ++i)
    largest = std::max(largest, std::abs(int(a[i]) - int(b[i])));
  return largest;
}

inline std::vector<std::uint8_t> bytes_of(const ImageView& image) {
  std::vector<std::uint8_t> bytes;
  for (int y = 0; y < image.height; ++y)
    bytes.insert(bytes.end(), image.row(y),
                 image.row(y) + std::ptrdiff_t(image.width) * layout_of(image.format).bytes);
  return bytes;
}

inline Image unpacked(const Video& video, PixelFormat format = PixelFormat::rgba) {
  Image image(video.view().width, video.view().height, format);
  unpack_video(video.view(), image.view());
  return image;
}

struct FrameSize {
  int width, height;
};
constexpr FrameSize odd_sizes[] = {{1, 1}, {2, 3}, {33, 17}, {161, 119}, {200, 150}};

}  // namespace shm::cuda
