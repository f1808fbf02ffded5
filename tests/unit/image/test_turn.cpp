// SPDX-License-Identifier: MIT
// Pictures turned and mirrored.
#include "shm/turn.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "shm/error.hpp"

namespace shm {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes turned(Bytes pixels, int width, Turn how) {
  const int height = int(pixels.size()) / width;
  const int columns = how.transposed ? height : width, rows = how.transposed ? width : height;
  Bytes to(pixels.size());
  turn(ImageView(pixels.data(), width, height, width, PixelFormat::gray), how,
       {to.data(), columns, rows, columns, PixelFormat::gray});
  return to;
}

TEST(Turn, APictureIsLaidEachOfTheEightWaysAndBack) {
  const Bytes picture = {1, 2, 3, 4, 5, 6};
  const auto lies = [&](Turn how, const Bytes& expected) {
    const Bytes there = turned(picture, 3, how);
    EXPECT_EQ(there, expected);
    EXPECT_EQ(turned(there, how.transposed ? 2 : 3, how.back()), picture);
  };
  lies({}, {1, 2, 3, 4, 5, 6});
  lies({.upside_down = true}, {4, 5, 6, 1, 2, 3});
  lies({.mirrored = true}, {3, 2, 1, 6, 5, 4});
  lies({.upside_down = true, .mirrored = true}, {6, 5, 4, 3, 2, 1});
  lies({.transposed = true}, {1, 4, 2, 5, 3, 6});
  lies({.transposed = true, .upside_down = true}, {3, 6, 2, 5, 1, 4});
  lies({.transposed = true, .mirrored = true}, {4, 1, 5, 2, 6, 3});
  lies({.transposed = true, .upside_down = true, .mirrored = true}, {6, 3, 5, 2, 4, 1});
}

TEST(Turn, RefusesAPictureOfAnotherSize) {
  Image from(3, 2, PixelFormat::gray), to(3, 2, PixelFormat::gray);
  EXPECT_THROW(turn(from, {.transposed = true}, to.view()), BadInput);
}

}  // namespace
}  // namespace shm
