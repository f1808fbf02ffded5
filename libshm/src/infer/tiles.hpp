#pragma once

#include <cstdint>
#include <vector>

namespace shm {

/// A square of a picture that can be computed alone, and the window that must be seen for it: wider
/// by the reach of the computation, but within the picture, so that the picture's border is the
/// window's, too. Pixels.
struct Tile {
  std::int64_t y, x;
  std::int64_t window_y, window_x;
};

/// A picture cut into tiles.
class TileGrid {
 public:
  static constexpr std::int64_t side = 64;  ///< of a tile, pixels; divides those of the picture

  /// `reach`: at most side / 2, pixels.
  TileGrid(std::int64_t height, std::int64_t width, std::int64_t reach);

  std::int64_t window_height() const { return window_height_; }
  std::int64_t window_width() const { return window_width_; }

  /// Fills `tiles` with those in which any of `values`, height x width, is above `least`.
  void find_above(const float* values, float least, std::vector<Tile>& tiles) const;

 private:
  Tile tile(std::int64_t y, std::int64_t x) const;

  std::int64_t height_, width_, reach_;
  std::int64_t window_height_, window_width_;
};

}  // namespace shm
