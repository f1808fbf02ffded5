// SPDX-License-Identifier: MIT
// Colours of raw video against the standards' formulas.
#include "shm/convert_video.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "shm/error.hpp"
#include "threads_in_use.hpp"

namespace shm {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Pixel = std::array<int, 4>;

RawVideo yuy2(const Bytes& bytes, int width, int height) {
  RawVideo video;
  video.width = width;
  video.height = height;
  video.across = 1;
  video.cosited_across = true;
  const std::ptrdiff_t stride = std::ptrdiff_t(bytes.size()) / height;
  video.channels = {{{bytes.data(), stride, 2},
                     {bytes.data() + 1, stride, 4},
                     {bytes.data() + 3, stride, 4},
                     {}}};
  return video;
}

/// 4:2:0 in three planes, one after the other.
template <typename Byte>
BasicRawVideo<Byte> i420(Byte* bytes, int width, int height) {
  BasicRawVideo<Byte> video;
  video.width = width;
  video.height = height;
  video.across = video.down = 1;
  const std::ptrdiff_t half = (width + 1) / 2;
  Byte* cb = bytes + std::ptrdiff_t(width) * height;
  video.channels = {
      {{bytes, width, 1}, {cb, half, 1}, {cb + half * ((height + 1) / 2), half, 1}, {}}};
  return video;
}

Pixel pixel_of(const Image& image, int x, int y = 0) {
  const std::uint8_t* pixel = image.view().row(y) + std::ptrdiff_t(4) * x;
  return {pixel[0], pixel[1], pixel[2], pixel[3]};
}

Image unpacked(const RawVideo& video, PixelFormat format = PixelFormat::rgba) {
  Image image(video.width, video.height, format);
  unpack_video(video, image.view());
  return image;
}

int rounded(double value) {
  return int(std::lround(std::clamp(value, 0.0, 255.0)));
}

/// As ITU-R BT.601 has it, limited range.
Pixel bt601(double y, double cb, double cr) {
  const double luma = 255 * (y - 16) / 219, b = 255 * (cb - 128) / 224, r = 255 * (cr - 128) / 224;
  return {rounded(luma + 1.402 * r),
          rounded(luma - 1.772 * 0.114 / 0.587 * b - 1.402 * 0.299 / 0.587 * r),
          rounded(luma + 1.772 * b), 255};
}

TEST(RawVideo, EveryColorIsWhatTheStandardSays) {
  for (int y = 0; y < 256; y += 5)
    for (int cb = 0; cb < 256; cb += 15)
      for (int cr = 0; cr < 256; cr += 15) {
        const Bytes bytes = {std::uint8_t(y), std::uint8_t(cb), std::uint8_t(y), std::uint8_t(cr)};
        const Pixel got = pixel_of(unpacked(yuy2(bytes, 2, 1)), 1), right = bt601(y, cb, cr);
        for (std::size_t i = 0; i < 4; ++i)
          ASSERT_NEAR(got[i], right[i], 1) << y << ", " << cb << ", " << cr;
      }
}

TEST(RawVideo, ChromaLiesWhereTheVideoSaysAndIsLinearBetween) {
  const Bytes bytes = {128, 128, 128, 128, 128, 128, 128, 168};
  const auto reds = [&](bool cosited) {
    RawVideo video = yuy2(bytes, 4, 1);
    video.cosited_across = cosited;
    const Image image = unpacked(video);
    return std::array{pixel_of(image, 0)[0], pixel_of(image, 1)[0], pixel_of(image, 2)[0],
                      pixel_of(image, 3)[0]};
  };
  const auto red = [](double cr) { return bt601(128, 128, cr)[0]; };
  EXPECT_EQ(reds(true), (std::array{red(128), red(148), red(168), red(168)}));
  EXPECT_EQ(reds(false), (std::array{red(128), red(138), red(158), red(168)}));
}

TEST(RawVideo, RowsShareTheirChromaLinearlyAndThoseOfAFieldAmongThemselves) {
  Bytes bytes(std::size_t(2) * 8 + 8, 128);
  for (std::size_t row = 0; row < 4; ++row)
    bytes[20 + row] = std::uint8_t(100 + 20 * row);  // Cr, one sample a row
  RawVideo video = i420<const std::uint8_t>(bytes.data(), 2, 8);
  const auto reds = [&] {
    const Image image = unpacked(video);
    std::vector<int> found;
    for (int y = 0; y < 8; ++y)
      found.push_back(pixel_of(image, 0, y)[0]);
    return found;
  };
  const auto expected = [](const std::vector<double>& crs) {
    std::vector<int> found;
    for (const double cr : crs)
      found.push_back(bt601(128, 128, cr)[0]);
    return found;
  };
  EXPECT_EQ(reds(), expected({100, 105, 115, 125, 135, 145, 155, 160}));
  video.interlaced = true;
  EXPECT_EQ(reds(), expected({100, 120, 110, 130, 130, 150, 140, 160}));
}

TEST(RawVideo, AnOddWidthEndsWithHalfAPair) {
  const Bytes bytes = {50, 128, 100, 128, 200, 128, 0, 128};
  RawVideo video = yuy2(bytes, 3, 1);
  video.colors.black = 0;
  video.colors.luma_range = video.colors.chroma_range = 255;
  const Image image = unpacked(video, PixelFormat::bgra);
  EXPECT_EQ(pixel_of(image, 0)[0], 50);
  EXPECT_EQ(pixel_of(image, 1)[0], 100);
  EXPECT_EQ(pixel_of(image, 2)[0], 200);
}

TEST(RawVideo, GreyHasNoChromaAndWordsHaveMoreBits) {
  const std::array<std::uint16_t, 2> words = {64, 940};
  RawVideo video;
  video.width = 2;
  video.height = 1;
  video.bits = 10;
  video.colors = {.black = 64, .luma_range = 876, .neutral = 512, .chroma_range = 896};
  video.channels[0] = {reinterpret_cast<const std::uint8_t*>(words.data()), 4, 2};
  const Image image = unpacked(video);
  EXPECT_EQ(pixel_of(image, 0), (Pixel{0, 0, 0, 255}));
  EXPECT_EQ(pixel_of(image, 1), (Pixel{255, 255, 255, 255}));
}

TEST(RawVideo, AlphaIsMultipliedByTheFramesOwn) {
  const Bytes own = {255, 128, 0};
  RawVideo video;
  video.width = 3;
  video.height = 1;
  video.channels[3] = {own.data(), 3, 1};
  Bytes alpha = {200, 200, 200};
  multiply_by_alpha(video, {alpha.data(), 3, 1, 3, PixelFormat::gray});
  EXPECT_EQ(alpha, (Bytes{200, 100, 0}));
}

/// A picture in which every channel goes its own way.
Image picture(int width, int height) {
  Image image(width, height, PixelFormat::rgba);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      std::uint8_t* pixel = image.view().row(y) + std::ptrdiff_t(4) * x;
      pixel[0] = std::uint8_t(x * 40);
      pixel[1] = std::uint8_t(y * 50);
      pixel[2] = std::uint8_t(255 - x * y);
      pixel[3] = std::uint8_t(x + y);
    }
  return image;
}

TEST(RawVideo, PackingAveragesWhatSharesChroma) {
  const Image image = picture(5, 3);
  Bytes bytes(15 + 6 + 6);
  pack_video(image, i420(bytes.data(), 5, 3));
  const auto luma = [&](int x, int y) {
    const Pixel p = pixel_of(image, x, y);
    return 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
  };
  const auto cr = [&](int x, int y) {
    return 128 + 224 * (pixel_of(image, x, y)[0] - luma(x, y)) / 1.402 / 255;
  };
  EXPECT_EQ(bytes[7], std::lround(16 + 219 * luma(2, 1) / 255));
  EXPECT_EQ(bytes[22], std::lround((cr(2, 0) + cr(3, 0) + cr(2, 1) + cr(3, 1)) / 4));
  EXPECT_EQ(bytes[26], std::lround(cr(4, 2))) << "the corner of odd sides shares with nobody";
}

TEST(RawVideo, PackingIntoTenBitsKeepsWhatEightWouldRound) {
  const Image image = picture(4, 1);
  std::array<std::uint16_t, 16> words{};
  MutableRawVideo video;
  video.width = 4;
  video.height = 1;
  video.bits = 10;
  video.colors.black = 64;
  video.colors.luma_range = 4 * 219;
  video.colors.neutral = 512;
  video.colors.chroma_range = 4 * 224;
  for (std::size_t i = 0; i < 4; ++i)
    video.channels[i] = {reinterpret_cast<std::uint8_t*>(words.data() + 4 * i), 8, 2};
  pack_video(image, video);
  for (int x = 0; x < 4; ++x) {
    const Pixel p = pixel_of(image, x);
    const double luma = 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
    EXPECT_NEAR(words.at(std::size_t(x)), 64 + 876 * luma / 255, 0.51);
    EXPECT_NEAR(words.at(std::size_t(x) + 4), 512 + 896 * (p[2] - luma) / 1.772 / 255, 0.51);
    EXPECT_NEAR(words.at(std::size_t(x) + 12), 1023 * p[3] / 255.0, 0.51);
  }
}

TEST(RawVideo, PackedAndUnpackedAgainColorsStay) {
  Image image(4, 4, PixelFormat::bgra);
  for (int red = 0; red < 256; red += 17)
    for (int blue = 0; blue < 256; blue += 51) {
      for (std::ptrdiff_t i = 0; i < 16; ++i) {
        std::uint8_t* pixel = image.view().data + 4 * i;
        pixel[0] = std::uint8_t(blue);
        pixel[1] = 90;
        pixel[2] = std::uint8_t(red);
      }
      Bytes bytes(24);
      pack_video(image, i420(bytes.data(), 4, 4));
      const Image again = unpacked(i420<const std::uint8_t>(bytes.data(), 4, 4));
      EXPECT_NEAR(pixel_of(again, 1)[0], red, 2) << "8 bits of limited range hold no more";
      EXPECT_NEAR(pixel_of(again, 1)[1], 90, 2);
      EXPECT_NEAR(pixel_of(again, 1)[2], blue, 2);
    }
}

TEST(RawVideo, AnyNumberOfThreadsGivesTheSame) {
  Bytes bytes(std::size_t(65) * 50 + std::size_t(2) * 33 * 25);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = std::uint8_t(i * 37);
  const auto there_and_back = [&](int threads) {
    const ThreadsInUse set(threads);
    const Image image = unpacked(i420<const std::uint8_t>(bytes.data(), 65, 50), PixelFormat::argb);
    Bytes packed(bytes.size());
    pack_video(image, i420(packed.data(), 65, 50));
    packed.insert(packed.end(), image.view().data, image.view().data + std::ptrdiff_t(4) * 65 * 50);
    return packed;
  };
  EXPECT_EQ(there_and_back(1), there_and_back(3));
}

TEST(RawVideo, RefusesAPictureOfAnotherSizeOrKind) {
  Bytes bytes(8);
  Image smaller(2, 1, PixelFormat::rgba), three_bytes(4, 1, PixelFormat::rgb);
  EXPECT_THROW(unpack_video(yuy2(bytes, 4, 1), smaller.view()), BadInput);
  EXPECT_THROW(unpack_video(yuy2(bytes, 4, 1), three_bytes.view()), BadInput);
  EXPECT_THROW(multiply_by_alpha(yuy2(bytes, 4, 1), smaller.view()), BadInput);
  EXPECT_THROW(pack_video(smaller, i420(bytes.data(), 2, 2)), BadInput);
}

}  // namespace
}  // namespace shm
