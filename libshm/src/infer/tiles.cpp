#include "infer/tiles.hpp"

#include <algorithm>

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
      window_height_(std::min(height, side + 2 * reach)),
      window_width_(std::min(width, side + 2 * reach)) {
  for (std::int64_t y = 0; y < height; y += side)
    for (std::int64_t x = 0; x < width; x += side)
      tiles_.push_back(
          {{y, x, std::min(side, height - y), std::min(side, width - x)},
           {window_begin(y, reach, window_height_, height),
            window_begin(x, reach, window_width_, width), window_height_, window_width_}});
}

}  // namespace shm
