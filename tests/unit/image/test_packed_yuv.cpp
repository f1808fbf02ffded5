#include "shm/packed_yuv.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "shm/error.hpp"
#include "threads_in_use.hpp"

namespace shm {
namespace {

PackedYuv yuy2(const std::vector<std::uint8_t>& bytes, int width, int height) {
  PackedYuv yuv;
  yuv.data = bytes.data();
  yuv.width = width;
  yuv.height = height;
  yuv.stride = std::ptrdiff_t(bytes.size()) / height;
  return yuv;
}

using Pixel = std::array<int, 4>;

Pixel pixel_of(const Image& image, int x) {
  const std::uint8_t* pixel = image.view().data + std::ptrdiff_t(4) * x;
  return {pixel[0], pixel[1], pixel[2], pixel[3]};
}

TEST(PackedYuv, GreysAndPrimariesAreThoseOfTheStandard) {
  struct Case {
    int y, cb, cr;
    Pixel rgba;
  };
  for (const Case& c :
       {Case{16, 128, 128, {0, 0, 0, 255}}, Case{235, 128, 128, {255, 255, 255, 255}},
        Case{81, 90, 240, {255, 0, 0, 255}}, Case{145, 54, 34, {0, 255, 0, 255}},
        Case{41, 240, 110, {0, 0, 255, 255}}}) {
    const std::vector<std::uint8_t> bytes = {std::uint8_t(c.y), std::uint8_t(c.cb),
                                             std::uint8_t(c.y), std::uint8_t(c.cr)};
    Image image(2, 1, PixelFormat::rgba);
    unpack_yuv(yuy2(bytes, 2, 1), image.view());
    for (std::size_t channel = 0; channel < 4; ++channel)
      EXPECT_NEAR(pixel_of(image, 1)[channel], c.rgba[channel], 5) << c.y << ", " << channel;
  }
}

TEST(PackedYuv, ChromaLiesWhereTheVideoSaysAndIsLinearBetween) {
  const std::vector<std::uint8_t> bytes = {128, 128, 128, 128, 128, 128, 128, 168};
  const auto reds = [&](bool cosited) {
    PackedYuv yuv = yuy2(bytes, 4, 1);
    yuv.cosited = cosited;
    Image image(4, 1, PixelFormat::rgba);
    unpack_yuv(yuv, image.view());
    return std::array{pixel_of(image, 0)[0], pixel_of(image, 1)[0], pixel_of(image, 2)[0],
                      pixel_of(image, 3)[0]};
  };
  const auto cosited = reds(true);
  EXPECT_EQ(cosited[2], cosited[3]);
  EXPECT_NEAR(cosited[1] - cosited[0], (cosited[2] - cosited[0]) / 2, 1);
  const auto between = reds(false);
  EXPECT_NEAR(between[1] - between[0], (between[3] - between[0]) / 4, 1);
  EXPECT_NEAR(between[2] - between[0], (between[3] - between[0]) * 3 / 4, 1);
}

TEST(PackedYuv, AnOddWidthEndsWithHalfAPair) {
  const std::vector<std::uint8_t> bytes = {50, 128, 100, 128, 200, 128, 0, 128};
  Image image(3, 1, PixelFormat::bgra);
  PackedYuv yuv = yuy2(bytes, 3, 1);
  yuv.luma_range = yuv.chroma_range = 255;
  unpack_yuv(yuv, image.view());
  EXPECT_NEAR(pixel_of(image, 0)[0], 50, 1);
  EXPECT_NEAR(pixel_of(image, 1)[0], 100, 1);
  EXPECT_NEAR(pixel_of(image, 2)[0], 200, 1);
}

TEST(PackedYuv, AnyNumberOfThreadsGivesTheSame) {
  std::vector<std::uint8_t> bytes(std::size_t(4) * 33 * 50);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = std::uint8_t(i * 37);
  const auto unpacked = [&](int threads) {
    const ThreadsInUse set(threads);
    Image image(65, 50, PixelFormat::argb);
    unpack_yuv(yuy2(bytes, 65, 50), image.view());
    return std::vector<std::uint8_t>(image.view().data, image.view().data + 4 * 65 * 50);
  };
  EXPECT_EQ(unpacked(1), unpacked(3));
}

TEST(PackedYuv, RefusesAPictureOfAnotherSizeOrKind) {
  const std::vector<std::uint8_t> bytes(8);
  Image smaller(2, 1, PixelFormat::rgba);
  EXPECT_THROW(unpack_yuv(yuy2(bytes, 4, 1), smaller.view()), BadInput);
  Image three_bytes(4, 1, PixelFormat::rgb);
  EXPECT_THROW(unpack_yuv(yuy2(bytes, 4, 1), three_bytes.view()), BadInput);
}

}  // namespace
}  // namespace shm
