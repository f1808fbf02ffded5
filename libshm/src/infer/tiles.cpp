#include "infer/tiles.hpp"

#include <algorithm>

#include <ATen/ATen.h>

namespace shm {

namespace {

/// Where a window begins, so that it has `reach` before `at` where the picture allows it.
std::int64_t window_begin(std::int64_t at, std::int64_t reach, std::int64_t length,
                          std::int64_t picture) {
  return std::clamp(at - reach, std::int64_t(0), picture - length);
}

}  // namespace

TileGrid::TileGrid(std::int64_t height, std::int64_t width, std::int64_t reach)
    : height_(height),
      width_(width),
      reach_(reach),
      window_height_(std::min(height, side + 2 * reach)),
      window_width_(std::min(width, side + 2 * reach)) {}

std::vector<Tile> TileGrid::above(const at::Tensor& values, float least) const {
  const at::Tensor highest = at::max_pool2d(values, {side, side}).contiguous();
  const auto* value = highest.const_data_ptr<float>();
  std::vector<Tile> tiles;
  for (std::int64_t row = 0; row < highest.size(2); ++row)
    for (std::int64_t column = 0; column < highest.size(3); ++column)
      if (*value++ > least) tiles.push_back(tile(row, column));
  return tiles;
}

Tile TileGrid::tile(std::int64_t row, std::int64_t column) const {
  const std::int64_t y = row * side;
  const std::int64_t x = column * side;
  return {y, x, window_begin(y, reach_, window_height_, height_),
          window_begin(x, reach_, window_width_, width_)};
}

}  // namespace shm
