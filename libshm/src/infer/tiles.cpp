#include "infer/tiles.hpp"

#include <algorithm>
#include <opencv2/core/utility.hpp>

#include "image/parallel_rows.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {

namespace {

/// Where a window begins, so that it has `reach` before `at` where the picture allows it.
std::int64_t window_begin(std::int64_t at, std::int64_t reach, std::int64_t length,
                          std::int64_t picture) {
  return std::clamp(at - reach, std::int64_t(0), picture - length);
}

SHM_EACH_VECTOR_UNIT
bool any_above(const float* tile, std::int64_t width, float least) {
  int above = 0;
  for (std::int64_t y = 0; y < TileGrid::side; ++y)
    for (std::int64_t x = 0; x < TileGrid::side; ++x)
      above |= int(tile[y * width + x] > least);
  return above != 0;
}

}  // namespace

TileGrid::TileGrid(std::int64_t height, std::int64_t width, std::int64_t reach)
    : height_(height),
      width_(width),
      reach_(reach),
      window_height_(std::min(height, side + 2 * reach)),
      window_width_(std::min(width, side + 2 * reach)) {}

void TileGrid::find_above(const float* values, float least, std::vector<Tile>& tiles) const {
  const auto columns = int(width_ / side);
  const auto count = int(height_ / side) * columns;
  cv::AutoBuffer<bool, 1024> above{std::size_t(count)};
  for_each_row(count, [&](int i) {
    above[std::size_t(i)] =
        any_above(values + (i / columns * width_ + i % columns) * side, width_, least);
  });
  tiles.clear();
  for (int i = 0; i < count; ++i)
    if (above[std::size_t(i)]) tiles.push_back(tile(i / columns * side, i % columns * side));
}

Tile TileGrid::tile(std::int64_t y, std::int64_t x) const {
  return {y, x, window_begin(y, reach_, window_height_, height_),
          window_begin(x, reach_, window_width_, width_)};
}

}  // namespace shm
