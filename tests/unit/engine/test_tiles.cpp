// SPDX-License-Identifier: MIT
// Tiles cover the picture once and see as far as they must.
#include "engine/tiles.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shm {
namespace {

constexpr std::int64_t reach = 8;

TEST(TileGrid, CoversEveryPixelOnce) {
  for (const auto& [height, width] :
       {std::pair{128, 192}, {100, 72}, {136, 140}, {4, 4}, {64, 260}}) {
    std::vector<int> covered(std::size_t(height * width));
    const TileGrid grid(height, width, reach);
    for (const auto& [part, window] : grid.tiles())
      for (std::int64_t y = part.y; y < part.y + part.height; ++y)
        for (std::int64_t x = part.x; x < part.x + part.width; ++x)
          ++covered[std::size_t(y * width + x)];
    EXPECT_EQ(std::count(covered.begin(), covered.end(), 1), height * width);
  }
}

TEST(TileGrid, GivesEveryTileTheReachAroundItOrThePicturesBorder) {
  for (const std::int64_t height : {128, 132, 136, 140}) {
    const TileGrid grid(height, 200, reach);
    for (const auto& [part, window] : grid.tiles()) {
      EXPECT_LE(window.y, std::max<std::int64_t>(0, part.y - reach));
      EXPECT_GE(window.y + window.height, std::min(height, part.y + part.height + reach));
      EXPECT_LE(window.x, std::max<std::int64_t>(0, part.x - reach));
      EXPECT_GE(window.x + window.width, std::min<std::int64_t>(200, part.x + part.width + reach));
    }
  }
}

TEST(TileGrid, TakesThePictureForAWindowWhereItIsSmaller) {
  const TileGrid grid(TileGrid::side, 192, reach);
  EXPECT_EQ(grid.window_height(), TileGrid::side);
  EXPECT_EQ(grid.window_width(), TileGrid::side + 2 * reach);
}

}  // namespace
}  // namespace shm
