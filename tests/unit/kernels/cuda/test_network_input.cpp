// SPDX-License-Identifier: MIT
// What a GPU's kernels show the network is what the CPU does; here they run on the CPU.
#include "kernels/cuda/network_input.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "model/network_input.hpp"
#include "scene.hpp"

namespace shm::cuda {
namespace {

double value_of(float number) {
  return number;
}
double value_of(Half number) {
  const int bits = int(number), exponent = bits >> 10 & 31, fraction = bits & 1023;
  const double size =
      exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  return bits < 0x8000 ? size : -size;
}

TEST(CudaVideoPixels, AreThoseOfUnpackedVideo) {
  SHM_NEEDS_SHARED_DATA();
  for (const auto [width, height] : odd_sizes)
    for (const Format format : all_formats) {
      const Video video(format, Scene(width, height).picture);
      const VideoPixels pixels = video.pixels();
      std::vector<std::uint8_t> read;
      OnCpu().for_each(width, height, [&](int x, int y) {
        const Rgb color = pixels.at(x, y);
        for (const float value : {color.red, color.green, color.blue, 255.0F})
          read.push_back(std::uint8_t(value));
      });
      EXPECT_LE(largest_difference(read, bytes_of(unpacked(video))), allowed_difference())
          << width << "x" << height << ", format " << int(format);
    }
}

TEST(CudaVideoPixels, RowsOfTwoFieldsHaveTheirOwnChroma) {
  SHM_NEEDS_SHARED_DATA();
  const Video video(Format::i420, Scene(33, 17).picture);
  VideoPixels pixels = video.pixels();
  pixels.video.interlaced = true;
  Image want(33, 17, PixelFormat::rgba);
  unpack_video(pixels.video, want.view());
  for (int y = 0; y < 17; ++y)
    EXPECT_NEAR(pixels.at(20, y).red, want.view().row(y)[80], allowed_difference()) << y;
}

TEST(CudaVideoPixels, GreyVideoIsGrey) {
  SHM_NEEDS_SHARED_DATA();
  const Video video(Format::i420, Scene(33, 17).picture);
  VideoPixels pixels = video.pixels();
  pixels.video.channels[1] = pixels.video.channels[2] = {};
  const Rgb color = pixels.at(7, 5);
  EXPECT_EQ(color.red, color.green);
  EXPECT_EQ(color.red, color.blue);
}

template <typename Number>
class CudaNetworkInput : public testing::Test {
 protected:
  static constexpr Normalization as_seen{{114, 121, 134}, 1.0F / 255};

  static void compare(Format format, FrameSize frame, int size, bool bgr) {
    const Video video(format, Scene(frame.width, frame.height).picture);
    NetworkInput want({.architecture = "shm-live", .bgr = bgr, .size_multiple = 16});
    want.run(unpacked(video), size);
    const auto [inner, padded] = want.size();
    TapBuffers<HostBuffer> taps(frame.width, frame.height, inner.width, inner.height);
    PlaneBuffer<HostBuffer> luminance(inner.width, inner.height);
    std::vector<Number> numbers(3 * area(padded.width, padded.height));
    network_input(OnCpu(), video.pixels(), taps.taps(),
                  NetworkPicture<Number>{numbers.data(), padded.width, padded.height, bgr, as_seen},
                  luminance.view());
    EXPECT_LE(
        largest_difference(seen(numbers), bytes_of(image_view(want.picture(), PixelFormat::rgb))),
        allowed_difference());
    const std::vector<float> values = luminance.content();
    for (int i = 0; i < int(values.size()); ++i)
      ASSERT_NEAR(values[std::size_t(i)], want.luminance().template ptr<float>()[i],
                  (allowed_difference() + 0.001) / 255);
  }

 private:
  static std::vector<int> seen(const std::vector<Number>& numbers) {
    std::vector<int> bytes;
    for (std::size_t i = 0; i < numbers.size(); ++i)
      bytes.push_back(int(std::lround(value_of(numbers[i]) * 255 + as_seen.mean[i % 3])));
    return bytes;
  }
};
using Numbers = testing::Types<float, Half>;
TYPED_TEST_SUITE(CudaNetworkInput, Numbers);

TYPED_TEST(CudaNetworkInput, IsThatOfTheCpuWhateverTheFormat) {
  SHM_NEEDS_SHARED_DATA();
  for (const Format format : all_formats) {
    SCOPED_TRACE(int(format));
    this->compare(format, {201, 149}, 128, true);
  }
}

TYPED_TEST(CudaNetworkInput, IsThatOfTheCpuWhateverTheSize) {
  SHM_NEEDS_SHARED_DATA();
  for (const FrameSize& size : odd_sizes) {
    SCOPED_TRACE(size.width);
    this->compare(Format::nv12, size, 64, false);  // most of them grow
    this->compare(Format::nv12, size, std::max(size.width, size.height), false);
  }
}

TEST(CudaHalf, EveryNumberStaysWhatItIs) {
  for (int bits = 0; bits < 0x10000; ++bits)
    if ((bits & 0x7c00) != 0x7c00) {
      ASSERT_EQ(int(to_half(float(value_of(Half(bits))))), bits);
    }
}

TEST(CudaHalf, WhatLiesBetweenGoesToTheNearerAndAmidToTheEvenOne) {
  for (int bits = 0; bits < 0x7bff; ++bits) {
    const double low = value_of(Half(bits)), step = value_of(Half(bits + 1)) - low;
    ASSERT_EQ(int(to_half(float(low + 0.25 * step))), bits);
    ASSERT_EQ(int(to_half(float(low + 0.75 * step))), bits + 1);
    ASSERT_EQ(int(to_half(float(low + 0.5 * step))), bits + bits % 2);
  }
}

TEST(CudaHalf, WhatIsTooLargeIsInfinite) {
  EXPECT_EQ(int(to_half(65519.0F)), 0x7bff);
  EXPECT_EQ(int(to_half(65520.0F)), 0x7c00);
  EXPECT_EQ(int(to_half(-1e30F)), 0xfc00);
  EXPECT_EQ(int(to_half(std::nanf(""))), 0x7e00);
}

}  // namespace
}  // namespace shm::cuda
