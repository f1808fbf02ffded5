// SPDX-License-Identifier: MIT
// BMP: a header, colours to choose from, and rows of them, mostly from the bottom up.
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "image/byte_reader.hpp"
#include "image/decoders.hpp"
#include "image/picture_tags.hpp"
#include "image/size_text.hpp"

namespace shm {
namespace {

constexpr std::size_t pixels_place = 10, length_place = 14, size_place = 18, masks_place = 54;

enum Method : std::uint32_t { plain, runs_of_bytes, runs_of_halves, masked };

/// OS/2's is short; all others begin alike.
struct Header {
  explicit Header(const ByteReader& bytes) : length(bytes.u32(length_place)) {
    if (is_short()) {
      width = bytes.u16(size_place);
      height = bytes.u16(size_place + 2);
      bits = int(bytes.u16(size_place + 6));
    } else {
      const std::int64_t rows = std::int32_t(bytes.u32(size_place + 4));
      width = bytes.u32(size_place);
      height = std::uint32_t(std::abs(rows));
      from_top = rows < 0;
      bits = int(bytes.u16(size_place + 10));
      method = bytes.u32(size_place + 12);
      colors = bytes.u32(size_place + 28);
    }
  }

  bool is_short() const { return length == 12; }
  bool is_readable() const {
    constexpr std::uint32_t least_length = 36, most_colors = 256;
    return (is_short() || length >= least_length) && width > 0 && height > 0 &&
           is_readable_size(width, height) && colors <= most_colors && is_known();
  }
  bool is_known() const {
    switch (method) {
      case plain: return is_indexed() || bits == 16 || bits == 24 || bits == 32;
      case runs_of_bytes: return bits == 8;
      case runs_of_halves: return bits == 4;
      case masked: return bits == 16 || bits == 32;
      default: return false;
    }
  }
  bool is_indexed() const { return bits == 1 || bits == 4 || bits == 8; }
  std::size_t row_bytes() const { return (std::size_t(width) * std::size_t(bits) + 31) / 32 * 4; }

  std::uint32_t length, width = 0, height = 0, method = plain, colors = 0;
  int bits = 0;
  bool from_top = false;
};

/// The rows of what is not compressed as they lie in the file; empty where some lack.
cv::Mat plain_rows(std::string_view pixels, const Header& header) {
  if (pixels.size() / header.row_bytes() < header.height) return {};
  auto* data = const_cast<char*>(pixels.data());  // NOLINT: cv::Mat knows no const data
  return {int(header.height), int(header.row_bytes()), CV_8UC1, data};
}

/// The same as pixels of three or four bytes.
cv::Mat plain_pixels(const cv::Mat& rows, const Header& header) {
  return {rows.rows, int(header.width), CV_8UC(header.bits / 8), rows.data, rows.step[0]};
}

cv::Mat unpacked(const cv::Mat& rows, const Header& header) {
  cv::Mat indices(rows.rows, int(header.width), CV_8UC1);
  for (int y = 0; y < indices.rows; ++y)
    for (int x = 0; x < indices.cols; ++x) {
      const int first_bit = x * header.bits;
      const int byte = rows.at<std::uint8_t>(y, first_bit / 8);
      const int mask = (1 << header.bits) - 1;
      indices.at<std::uint8_t>(y, x) =
          std::uint8_t(byte >> (8 - header.bits - first_bit % 8) & mask);
    }
  return indices;
}

/// Rows by pairs of bytes: how often, and what. A zero first is an end, a leap, or that so many
/// pixels follow as they are.
class Runs {
 public:
  Runs(std::string_view code, const Header& header)
      : code_(code),
        bits_(header.bits),
        indices_(cv::Mat::zeros(int(header.height), int(header.width), CV_8UC1)) {}

  /// Empty where the code is damaged, or ends early.
  cv::Mat indices() {
    while (!ended_ && !is_full())
      if (!step()) return {};
    return indices_;
  }

 private:
  bool is_full() const {
    return y_ >= indices_.rows || (y_ == indices_.rows - 1 && x_ == indices_.cols);
  }
  std::uint8_t byte(std::size_t at) const { return std::uint8_t(code_[at]); }

  bool step() {
    enum Sign : std::uint8_t { end_of_row, end_of_picture, leap };
    if (code_.size() < 2) return false;
    const int count = byte(0), what = byte(1);
    code_.remove_prefix(2);
    if (count > 0) return repeat(count, what);
    switch (what) {
      case end_of_row: begin_row(); return true;
      case end_of_picture: ended_ = true; return true;
      case leap: return jump();
      default: return copy(what);
    }
  }

  void begin_row() {
    x_ = 0;
    ++y_;
  }
  /// A full row needs no sign of its end.
  bool has_room(int count) {
    if (x_ == indices_.cols) begin_row();
    return y_ < indices_.rows && x_ + count <= indices_.cols;
  }
  void add(int pair, int index) {
    const int half = index % 2 == 0 ? pair >> 4 : pair & 15;
    indices_.at<std::uint8_t>(y_, x_++) = std::uint8_t(bits_ == 8 ? pair : half);
  }

  bool repeat(int count, int pair) {
    if (!has_room(count)) return false;
    for (int i = 0; i < count; ++i)
      add(pair, i);
    return true;
  }
  /// They fill pairs of bytes.
  bool copy(int count) {
    const std::size_t bytes = std::size_t(count * bits_ + 15) / 16 * 2;
    if (bytes > code_.size() || !has_room(count)) return false;
    for (int i = 0; i < count; ++i)
      add(byte(std::size_t(i * bits_ / 8)), i);
    code_.remove_prefix(bytes);
    return true;
  }
  bool jump() {
    if (code_.size() < 2) return false;
    x_ += byte(0);
    y_ += byte(1);
    code_.remove_prefix(2);
    return x_ <= indices_.cols;
  }

  std::string_view code_;
  int bits_, x_ = 0, y_ = 0;
  bool ended_ = false;
  cv::Mat indices_;
};

/// A table of 256 colours; black where the file has none.
cv::Mat palette_of(const ByteReader& bytes, const Header& header) {
  const std::size_t entry = header.is_short() ? 3 : 4, start = length_place + header.length;
  const std::size_t count = header.colors == 0 ? 1U << header.bits : header.colors;
  cv::Mat palette(1, 256, CV_8UC3, cv::Scalar::all(0));
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t color = bytes.u32(start + i * entry);
    palette.at<cv::Vec3b>(int(i)) = {std::uint8_t(color), std::uint8_t(color >> 8),
                                     std::uint8_t(color >> 16)};
  }
  return palette;
}

/// Grey where all colours are.
cv::Mat looked_up(const cv::Mat& indices, const cv::Mat& palette) {
  std::vector<cv::Mat> channels;
  cv::split(palette, channels);
  cv::Mat result;
  if (cv::norm(channels[0], channels[1], cv::NORM_INF) == 0 &&
      cv::norm(channels[0], channels[2], cv::NORM_INF) == 0) {
    cv::LUT(indices, channels[0], result);
  } else {
    cv::cvtColor(indices, result, cv::COLOR_GRAY2BGR);
    cv::LUT(result, palette, result);
  }
  return result;
}

cv::Mat indices_of(std::string_view pixels, const Header& header) {
  if (header.method != plain) return Runs(pixels, header).indices();
  const cv::Mat rows = plain_rows(pixels, header);
  return rows.empty() ? rows : unpacked(rows, header);
}

cv::Mat decode_indexed(const ByteReader& bytes, std::string_view pixels, const Header& header) {
  const cv::Mat indices = indices_of(pixels, header);
  return indices.empty() ? indices : looked_up(indices, palette_of(bytes, header));
}

/// Which bits of a pixel are a colour, or alpha.
struct Mask {
  std::uint32_t bits;

  /// Of 255, which all of the bits are.
  std::uint8_t value(std::uint32_t pixel) const {
    const int shift = std::countr_zero(bits);
    const std::uint64_t most = bits >> shift, number = (pixel & bits) >> shift;
    return std::uint8_t((number * 255 + most / 2) / most);
  }
};

/// Blue, green, red and alpha, of which there may be none. A header that is too short to have a
/// mask for alpha leaves it what no colour has.
using Masks = std::array<Mask, 4>;

Masks masks_of(const ByteReader& bytes, const Header& header) {
  if (header.method == plain) return {{{0x1F}, {0x3E0}, {0x7C00}, {0}}};
  constexpr std::uint32_t length_with_alpha = 56;
  const std::uint32_t red = bytes.u32(masks_place), green = bytes.u32(masks_place + 4),
                      blue = bytes.u32(masks_place + 8);
  const std::uint32_t alpha = header.bits == 16                   ? 0
                              : header.length < length_with_alpha ? ~(red | green | blue)
                                                                  : bytes.u32(masks_place + 12);
  return {{{blue}, {green}, {red}, {alpha}}};
}

cv::Mat unmasked(const cv::Mat& rows, const Header& header, const Masks& masks) {
  const int channels = masks[3].bits == 0 ? 3 : 4;
  cv::Mat pixels(rows.rows, int(header.width), CV_8UC(channels));
  for (int y = 0; y < pixels.rows; ++y) {
    const ByteReader words({rows.ptr<char>(y), header.row_bytes()}, ByteOrder::little);
    std::uint8_t* sample = pixels.ptr(y);
    for (std::size_t x = 0; x < header.width; ++x) {
      const std::uint32_t word = header.bits == 16 ? words.u16(2 * x) : words.u32(4 * x);
      for (int c = 0; c < channels; ++c)
        *sample++ = masks[std::size_t(c)].value(word);
    }
  }
  return pixels;
}

cv::Mat decode_masked(const ByteReader& bytes, const cv::Mat& rows, const Header& header) {
  const Masks masks = masks_of(bytes, header);
  if (masks[0].bits == 0 || masks[1].bits == 0 || masks[2].bits == 0) return {};
  return unmasked(rows, header, masks);
}

cv::Mat decode_colors(const ByteReader& bytes, std::string_view pixels, const Header& header) {
  const cv::Mat rows = plain_rows(pixels, header);
  if (rows.empty()) return {};
  if (header.bits == 16 || header.method == masked) return decode_masked(bytes, rows, header);
  if (header.bits == 24) return plain_pixels(rows, header).clone();
  cv::Mat colors;
  cv::cvtColor(plain_pixels(rows, header), colors, cv::COLOR_BGRA2BGR);
  return colors;
}

}  // namespace

PictureTags bmp_tags(std::string_view content) {
  const Header header(ByteReader(content, ByteOrder::little));
  PictureTags tags;
  tags.width = header.width;
  tags.height = header.height;
  return tags;
}

cv::Mat decode_bmp(std::string_view content) {
  const ByteReader bytes(content, ByteOrder::little);
  const Header header(bytes);
  if (!header.is_readable()) return {};
  const std::string_view pixels = bytes.part(bytes.u32(pixels_place), content.size());
  cv::Mat picture = header.is_indexed() ? decode_indexed(bytes, pixels, header)
                                        : decode_colors(bytes, pixels, header);
  if (!picture.empty() && !header.from_top) cv::flip(picture, picture, 0);
  return picture;
}

}  // namespace shm
