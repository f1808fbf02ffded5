// SPDX-License-Identifier: MIT
// Contact sheets show every picture whole.
#include "shm/sheet.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "shm/error.hpp"

using namespace shm;

namespace {

Image filled(int width, int height, PixelFormat format, std::uint8_t value) {
  Image image(width, height, format);
  std::fill_n(image.view().data, image.stride() * height, value);
  return image;
}

long count(const Image& sheet, const std::array<std::uint8_t, 3>& color) {
  long found = 0;
  for (int y = 0; y < sheet.height(); ++y)
    for (int x = 0; x < sheet.width(); ++x)
      found += std::equal(color.begin(), color.end(), sheet.view().row(y) + 3 * x) ? 1 : 0;
  return found;
}

}  // namespace

TEST(ContactSheet, ShowsEveryPictureWhole) {
  ContactSheet sheet({"input", "alpha"}, 64);
  sheet.add_row("one",
                {filled(640, 320, PixelFormat::rgb, 10), filled(640, 320, PixelFormat::gray, 20)});
  sheet.add_row("two",
                {filled(8, 16, PixelFormat::bgra, 255), filled(1, 900, PixelFormat::gray, 30)});
  const Image image = sheet.image();
  EXPECT_EQ(count(image, {10, 10, 10}), 64 * 32);
  EXPECT_EQ(count(image, {20, 20, 20}), 64 * 32);
  EXPECT_EQ(count(image, {255, 255, 255}), 32 * 64);
  EXPECT_EQ(count(image, {30, 30, 30}), 1 * 64);
}

TEST(ContactSheet, TransparentPicturesShowACheckerboard) {
  ContactSheet sheet({"cut-out"}, 64);
  sheet.add_row("", {filled(64, 64, PixelFormat::rgba, 0)});
  const Image image = sheet.image();
  EXPECT_EQ(count(image, {255, 255, 255}), 64 * 64 / 2);
  EXPECT_EQ(count(image, {204, 204, 204}), 64 * 64 / 2);
}

TEST(ContactSheet, WrongNumberOfPicturesIsRefused) {
  ContactSheet sheet({"input", "alpha"});
  EXPECT_THROW(sheet.add_row("one", {filled(4, 4, PixelFormat::rgb, 0)}), InvalidOption);
  EXPECT_THROW(sheet.image(), InvalidOption);
}
