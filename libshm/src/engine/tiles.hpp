// SPDX-License-Identifier: MIT
// A picture cut into tiles that can be computed alone, with what each must see around it.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/cpu/network_picture.hpp"

namespace shm {

/// A part of a picture that can be computed alone, and the window that must be seen for it: wider
/// by the reach of the computation, but within the picture, so that the picture's border is the
/// window's, too.
struct Tile {
  Window part, window;
};

/// A picture cut into squares; at its right and lower borders, where no reach is needed beyond, the
/// last tile is larger by up to that, or smaller.
class TileGrid {
 public:
  static constexpr std::int64_t side = 64;  ///< of a square, pixels

  TileGrid() = default;
  /// `reach`: at most side / 2, pixels.
  TileGrid(std::int64_t height, std::int64_t width, std::int64_t reach);

  std::int64_t height() const { return height_; }
  std::int64_t width() const { return width_; }
  /// All windows have these sides.
  std::int64_t window_height() const { return window_height_; }
  std::int64_t window_width() const { return window_width_; }

  const std::vector<Tile>& tiles() const { return tiles_; }

 private:
  std::int64_t height_ = 0, width_ = 0;
  std::int64_t window_height_ = 0, window_width_ = 0;
  std::vector<Tile> tiles_;
};

}  // namespace shm
