#include "infer/tiles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace shm {
namespace {

constexpr std::int64_t reach = 8;

std::vector<Tile> tiles_above(const TileGrid& grid, const std::vector<float>& values, float least) {
  std::vector<Tile> tiles;
  grid.find_above(values.data(), least, tiles);
  return tiles;
}

TEST(TileGrid, NamesTheTilesThatHoldAValueAboveTheLeast) {
  std::vector<float> values(128 * 192);
  values[10 * 192 + 70] = 0.5F;
  values[127 * 192 + 191] = 0.2F;
  const auto tiles = tiles_above(TileGrid(128, 192, reach), values, 0.25F);
  ASSERT_EQ(tiles.size(), 1U);
  EXPECT_EQ(tiles[0].y, 0);
  EXPECT_EQ(tiles[0].x, 64);
}

TEST(TileGrid, GivesEveryTileTheReachAroundItOrThePicturesBorder) {
  const TileGrid grid(128, 192, reach);
  const std::vector<float> values(128 * 192, 1.0F);
  for (const Tile& tile : tiles_above(grid, values, 0)) {
    EXPECT_LE(tile.window_y, std::max<std::int64_t>(0, tile.y - reach));
    EXPECT_GE(tile.window_y + grid.window_height(),
              std::min<std::int64_t>(128, tile.y + TileGrid::side + reach));
    EXPECT_GE(tile.window_x, 0);
    EXPECT_LE(tile.window_x + grid.window_width(), 192);
  }
}

TEST(TileGrid, TakesThePictureForAWindowWhereItIsSmaller) {
  const TileGrid grid(TileGrid::side, 192, reach);
  EXPECT_EQ(grid.window_height(), TileGrid::side);
  EXPECT_EQ(grid.window_width(), TileGrid::side + 2 * reach);
}

}  // namespace
}  // namespace shm
