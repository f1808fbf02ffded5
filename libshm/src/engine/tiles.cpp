// SPDX-License-Identifier: MIT
// A picture cut into tiles that can be computed alone, with what each must see around it.
#include "engine/tiles.hpp"

#include <algorithm>

namespace shm {

namespace {

/// Where a window begins, so that it has `reach` before `at` where the picture allows it.
std::int64_t window_begin(std::int64_t at, std::int64_t reach, std::int64_t length,
                          std::int64_t picture) {
  return std::clamp(at - reach, std::int64_t(0), picture - length);
}

/// Calls add(begin, length) for what a side is cut into.
template <typename Add>
void cut(std::int64_t length, std::int64_t reach, const Add& add) {
  for (std::int64_t at = 0, next = 0; at < length; at = next) {
    next = length - at <= TileGrid::side + reach ? length : at + TileGrid::side;
    add(at, next - at);
  }
}

}  // namespace

TileGrid::TileGrid(std::int64_t height, std::int64_t width, std::int64_t reach)
    : height_(height),
      width_(width),
      window_height_(std::min(height, side + 2 * reach)),
      window_width_(std::min(width, side + 2 * reach)) {
  cut(height, reach, [&](std::int64_t y, std::int64_t tile_height) {
    cut(width, reach, [&](std::int64_t x, std::int64_t tile_width) {
      tiles_.push_back(
          {{y, x, tile_height, tile_width},
           {window_begin(y, reach, window_height_, height),
            window_begin(x, reach, window_width_, width), window_height_, window_width_}});
    });
  });
}

}  // namespace shm
