#include "shm/packed_yuv.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/parallel.hpp"
#include "image/pixel_word.hpp"
#include "kernels/cpu/lanes.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

constexpr std::ptrdiff_t pair_bytes = 4;
constexpr std::ptrdiff_t pixel_bytes = 4;

/// How far each channel is shifted in a word of four bytes.
struct YuvShifts {
  explicit YuvShifts(const PackedYuv& yuv)
      : first(shift_of(yuv.luma)),
        second(shift_of(yuv.luma + 2)),
        cb(shift_of(yuv.cb)),
        cr(shift_of(yuv.cr)) {}
  int first, second, cb, cr;
};

struct RgbShifts {
  explicit RgbShifts(const PixelLayout& layout)
      : red(shift_of(layout.red)),
        green(shift_of(layout.green)),
        blue(shift_of(layout.blue)),
        rest(shift_of(6 - layout.red - layout.green - layout.blue)) {}
  int red, green, blue, rest;
};

/// To R'G'B' from what lies around 128, in 256ths.
struct YuvMatrix {
  explicit YuvMatrix(const PackedYuv& yuv) {
    const auto in_256ths = [](double factor, double range) {
      return int(std::rint(256 * factor * 255 / range));
    };
    const double green_share = 1 - yuv.red_share - yuv.blue_share;
    const double red = 2 * (1 - yuv.red_share), blue = 2 * (1 - yuv.blue_share);
    luma = in_256ths(1, yuv.luma_range);
    red_cr = in_256ths(red, yuv.chroma_range);
    green_cb = in_256ths(-blue * yuv.blue_share / green_share, yuv.chroma_range);
    green_cr = in_256ths(-red * yuv.red_share / green_share, yuv.chroma_range);
    blue_cb = in_256ths(blue, yuv.chroma_range);
  }
  int luma, red_cr, green_cb, green_cr, blue_cb;
};

SHM_INLINE int byte_of(std::uint32_t word, int shift) {
  return int((word >> shift) & 255U);
}

/// Chroma of which so many quarters are the neighbour's.
template <int quarters>
SHM_INLINE int between(int own, int other) {
  return (own * (4 - quarters) + other * quarters + 2) >> 2;
}

/// What 0..255 around 128 is times a factor of 256ths, by the upper half of a product of 16 bits.
SHM_INLINE int times(int byte, int factor) {
  return (std::int16_t((byte ^ 128) * 257) * factor) >> 16;
}

SHM_INLINE std::uint32_t channel(int value, int shift) {
  return std::uint32_t(std::min(std::max(value, -128), 127) + 128) << shift;
}

SHM_INLINE std::uint32_t pixel_of(int luma, int cb, int cr, const YuvMatrix& matrix,
                                  const RgbShifts& to) {
  const int bright = times(luma, matrix.luma);
  const int red = bright + times(cr, matrix.red_cr);
  const int green = bright + times(cb, matrix.green_cb) + times(cr, matrix.green_cr);
  const int blue = bright + times(cb, matrix.blue_cb);
  return channel(red, to.red) | channel(green, to.green) | channel(blue, to.blue) | 255U << to.rest;
}

/// From one row of pairs to one of pixels.
struct Unpacking {
  Unpacking(const PackedYuv& yuv, PixelFormat format)
      : from(yuv), cosited(yuv.cosited), matrix(yuv), to(layout_of(format)) {}
  YuvShifts from;
  bool cosited;
  YuvMatrix matrix;
  RgbShifts to;
};

/// There is a pair before the first, and one after the last, whose chroma counts `left` quarters in
/// the pair's first pixel and `right` quarters in its second.
template <int left, int right>
SHM_INLINE void unpack_pairs(const Unpacking& how, const std::uint8_t* pairs, std::ptrdiff_t count,
                             std::uint8_t* __restrict pixels) {
  const auto [from, cosited, matrix, to] = how;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const std::uint32_t before = load_word(pairs + pair_bytes * (i - 1));
    const std::uint32_t pair = load_word(pairs + pair_bytes * i);
    const std::uint32_t after = load_word(pairs + pair_bytes * (i + 1));
    const int cb = byte_of(pair, from.cb), cr = byte_of(pair, from.cr);
    store_word(pixel_of(byte_of(pair, from.first), between<left>(cb, byte_of(before, from.cb)),
                        between<left>(cr, byte_of(before, from.cr)), matrix, to),
               pixels + 2 * pixel_bytes * i);
    store_word(pixel_of(byte_of(pair, from.second), between<right>(cb, byte_of(after, from.cb)),
                        between<right>(cr, byte_of(after, from.cr)), matrix, to),
               pixels + 2 * pixel_bytes * i + pixel_bytes);
  }
}

void unpack_inner(const Unpacking& how, const std::uint8_t* pairs, std::ptrdiff_t count,
                  std::uint8_t* pixels) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    how.cosited ? unpack_pairs<0, 2>(how, pairs, count, pixels)
                : unpack_pairs<1, 1>(how, pairs, count, pixels);
  });
}

/// Pair i of `count`, at an end of the row: what lies beyond has the same chroma.
void unpack_end(const Unpacking& how, const std::uint8_t* pairs, std::ptrdiff_t i,
                std::ptrdiff_t count, int width, std::uint8_t* pixels) {
  std::array<std::uint8_t, 3 * pair_bytes> three{};
  for (std::ptrdiff_t k = 0; k < 3; ++k)
    std::copy_n(pairs + pair_bytes * std::clamp<std::ptrdiff_t>(i + k - 1, 0, count - 1),
                pair_bytes, three.data() + pair_bytes * k);
  std::array<std::uint8_t, 2 * pixel_bytes> two{};
  unpack_inner(how, three.data() + pair_bytes, 1, two.data());
  std::copy_n(two.data(), pixel_bytes * std::min<std::ptrdiff_t>(2, width - 2 * i),
              pixels + 2 * pixel_bytes * i);
}

void unpack_row(const Unpacking& how, const std::uint8_t* pairs, int width, std::uint8_t* pixels) {
  const std::ptrdiff_t count = (width + 1) / 2;
  unpack_end(how, pairs, 0, count, width, pixels);
  if (count > 2) unpack_inner(how, pairs + pair_bytes, count - 2, pixels + 2 * pixel_bytes);
  if (count > 1) unpack_end(how, pairs, count - 1, count, width, pixels);
}

void check(const PackedYuv& from, const MutableImageView& to) {
  if (to.width != from.width || to.height != from.height)
    throw BadInput("unpacking a picture of " + std::to_string(from.width) + "x" +
                   std::to_string(from.height) + " into one of another size");
  if (layout_of(to.format).bytes != pixel_bytes)
    throw BadInput("unpacking into pixels that do not have four bytes");
}

}  // namespace

void unpack_yuv(const PackedYuv& from, const MutableImageView& to) {
  check(from, to);
  const Unpacking how(from, to.format);
  for_each_row(from.height,
               [&](int y) { unpack_row(how, from.data + y * from.stride, from.width, to.row(y)); });
}

}  // namespace shm
