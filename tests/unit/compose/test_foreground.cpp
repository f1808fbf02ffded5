// SPDX-License-Identifier: MIT
// Colours freed from the background that shone through.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>

#include "shm/error.hpp"
#include "shm/foreground.hpp"

namespace {

using shm::Image;
using shm::PixelFormat;

/// Red (200, 20, 20) over green (0, 180, 60), alpha rising from left to right over the middle
/// third.
std::pair<Image, Image> red_over_green(int width, int height) {
  Image image(width, height, PixelFormat::rgb);
  Image alpha(width, height, PixelFormat::gray);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double share = std::clamp(3.0 * x / width - 1, 0.0, 1.0);
      std::uint8_t* pixel = image.view().row(y) + 3 * x;
      pixel[0] = std::uint8_t(std::lround(200 * share));
      pixel[1] = std::uint8_t(std::lround(20 * share + 180 * (1 - share)));
      pixel[2] = std::uint8_t(std::lround(20 * share + 60 * (1 - share)));
      alpha.view().row(y)[x] = std::uint8_t(std::lround(255 * share));
    }
  return {image, alpha};
}

}  // namespace

TEST(Foreground, ColorOfThePersonIsFreedFromTheBackgrounds) {
  const auto [image, alpha] = red_over_green(60, 40);
  Image foreground(60, 40, PixelFormat::rgb);
  estimate_foreground(image, alpha, {}, foreground);
  for (int x = 22; x < 60; ++x) {
    const std::uint8_t* pixel = foreground.view().row(20) + 3 * x;
    EXPECT_NEAR(pixel[0], 200, 8) << x;
    EXPECT_NEAR(pixel[1], 20, 8) << x;
    EXPECT_NEAR(pixel[2], 20, 8) << x;
  }
}

TEST(Foreground, PictureStaysAsItIsWhereAlphaIsFull) {
  auto [image, alpha] = red_over_green(30, 30);
  alpha.view().row(9)[25] = 0;  // a gap that the colours around it are drawn towards
  image.view().row(9)[3 * 26] = 255;
  Image foreground(30, 30, PixelFormat::bgr);
  estimate_foreground(image, alpha, {}, foreground);
  for (int y = 0; y < 30; ++y)
    for (int x = 0; x < 30; ++x)
      for (int c = 0; c < 3 && alpha.view().row(y)[x] == 255; ++c)
        EXPECT_EQ(foreground.view().row(y)[3 * x + 2 - c], image.view().row(y)[3 * x + c])
            << x << ", " << y;
}

TEST(Foreground, WorksInPlaceAndLeavesTheAlphaChannelAlone) {
  const auto [image, alpha] = red_over_green(30, 20);
  Image rgba(30, 20, PixelFormat::rgba);
  for (int i = 0; i < 30 * 20; ++i) {
    for (int c = 0; c < 3; ++c)
      rgba.view().data[4 * i + c] = image.view().data[3 * i + c];
    rgba.view().data[4 * i + 3] = 77;
  }
  Image foreground(30, 20, PixelFormat::rgb);
  estimate_foreground(image, alpha, {}, foreground);
  estimate_foreground(rgba, alpha, {}, rgba);
  for (int i = 0; i < 30 * 20; ++i) {
    ASSERT_EQ(rgba.view().data[4 * i], foreground.view().data[3 * i]);
    ASSERT_EQ(rgba.view().data[4 * i + 3], 77);
  }
}

TEST(Foreground, SmallestAndThinPicturesAreAnswered) {
  for (const auto& [width, height] : {std::pair(1, 1), std::pair(1, 9), std::pair(9, 1)}) {
    const auto [image, alpha] = red_over_green(width, height);
    Image foreground(width, height, PixelFormat::rgb);
    EXPECT_NO_THROW(estimate_foreground(image, alpha, {}, foreground));
  }
}

TEST(Foreground, WrongOptionsAndInputsAreRefused) {
  const auto [image, alpha] = red_over_green(4, 4);
  Image foreground(4, 4, PixelFormat::rgb);
  Image small(3, 4, PixelFormat::rgb);
  EXPECT_THROW(estimate_foreground(image, alpha, {.small_size = 0}, foreground),
               shm::InvalidOption);
  EXPECT_THROW(estimate_foreground(image, alpha, {.regularization = -1}, foreground),
               shm::InvalidOption);
  EXPECT_THROW(estimate_foreground(image, alpha, {}, small), shm::BadInput);
  EXPECT_THROW(estimate_foreground(image, image, {}, foreground), shm::BadInput);
}
