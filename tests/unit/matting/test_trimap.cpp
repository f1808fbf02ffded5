// SPDX-License-Identifier: MIT
// How wide bands are, and how masks and alphas are read.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "shm/error.hpp"
#include "shm/trimap.hpp"

namespace {

using shm::Image;
using shm::PixelFormat;
using shm::TrimapOptions;

Image filled(int width, int height, int value) {
  Image image(width, height, PixelFormat::gray);
  std::fill_n(image.view().data, width * height, std::uint8_t(value));
  return image;
}

/// A person of `side` x `side` pixels in the middle of a picture.
Image square_person(int picture, int side) {
  Image image = filled(picture, picture, 0);
  const int start = (picture - side) / 2;
  for (int y = start; y < start + side; ++y)
    std::fill_n(image.view().row(y) + start, side, std::uint8_t(255));
  return image;
}

std::string row(const Image& trimap, int y) {
  std::string text;
  for (int x = 0; x < trimap.width(); ++x) {
    const std::uint8_t value = trimap.view().row(y)[x];
    text += value == shm::trimap_background   ? 'b'
            : value == shm::trimap_unknown    ? 'u'
            : value == shm::trimap_foreground ? 'f'
                                              : '?';
  }
  return text;
}

TrimapOptions of_size(int size) {
  return {.size = size};
}

}  // namespace

TEST(Trimap, BandLiesOnBothSidesOfTheMasksEdge) {
  EXPECT_EQ(row(trimap_from_mask(square_person(11, 5), of_size(3)), 5), "bbuufffuubb");
}

TEST(Trimap, KernelOfOnePixelLeavesNothingUnknown) {
  EXPECT_EQ(row(trimap_from_mask(square_person(5, 1), of_size(1)), 2), "bbfbb");
}

TEST(Trimap, RectReachesCornersThatEllipseAndCrossDoNot) {
  const Image mask = square_person(9, 1);
  const auto corner = [&](shm::KernelShape shape) {
    return row(trimap_from_mask(mask, {.size = 5, .shape = shape}), 2);
  };
  EXPECT_EQ(corner(shm::KernelShape::rect), "bbuuuuubb");
  EXPECT_EQ(corner(shm::KernelShape::ellipse), "bbbbubbbb");
  EXPECT_EQ(corner(shm::KernelShape::cross), "bbbbubbbb");
}

TEST(Trimap, MaskIsReadAsPersonFrom128) {
  Image mask = filled(2, 1, 127);
  mask.view().data[1] = 128;
  EXPECT_EQ(row(trimap_from_mask(mask, of_size(1)), 0), "bf");
}

TEST(Trimap, SoftAlphaIsUnknownAndWidened) {
  Image alpha = filled(9, 1, 0);
  alpha.view().data[3] = 1;
  std::fill_n(alpha.view().data + 4, 5, std::uint8_t(255));
  EXPECT_EQ(row(trimap_from_alpha(alpha, of_size(1)), 0), "bbbufffff");
  EXPECT_EQ(row(trimap_from_alpha(alpha, of_size(3)), 0), "bbuuuffff");
}

TEST(Trimap, HardEdgeOfAnAlphaGetsABandToo) {
  EXPECT_EQ(row(trimap_from_alpha(square_person(11, 5), of_size(3)), 5), "bbuufffuubb");
}

TEST(Trimap, RelativeSizeFollowsThePersonNotThePicture) {
  const TrimapOptions tenth = {.relative = 0.1};
  EXPECT_EQ(kernel_size(square_person(200, 100), tenth), 10);
  EXPECT_EQ(kernel_size(square_person(400, 100), tenth), 10);
  EXPECT_EQ(kernel_size(square_person(400, 200), tenth), 20);
  EXPECT_EQ(kernel_size(square_person(40, 3), tenth), 1);
}

TEST(Trimap, EdgeSizesAndOneColorAreAnswered) {
  for (const auto& [width, height] : {std::pair(1, 1), std::pair(1, 7), std::pair(7, 1)}) {
    EXPECT_EQ(row(trimap_from_mask(filled(width, height, 0), of_size(10)), 0),
              std::string(std::size_t(width), 'b'));
    EXPECT_EQ(row(trimap_from_mask(filled(width, height, 255), of_size(10)), 0),
              std::string(std::size_t(width), 'f'));
  }
}

TEST(Trimap, WrongOptionsAreNamed) {
  const Image mask = filled(1, 1, 0);
  const auto message = [&](const TrimapOptions& options) {
    try {
      trimap_from_mask(mask, options);
    } catch (const shm::InvalidOption& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  EXPECT_EQ(message(of_size(0)), "size: 0 is not in 1..999");
  EXPECT_EQ(message({.relative = 1.5}).substr(0, 9), "relative:");
}

TEST(Trimap, ColorPictureIsNoMask) {
  EXPECT_THROW(trimap_from_mask(Image(2, 2, PixelFormat::rgb), {}), shm::BadInput);
}
