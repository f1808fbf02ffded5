// SPDX-License-Identifier: MIT
// Whether there is an edge of alpha in a tile, and what becomes of tiles that have none.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/host_device.hpp"
#include "kernels/pixel/guided_window.hpp"

namespace shm {

/// What there is among alphas: bits, so that those of parts make up that of the whole.
enum class AlphaContent : std::uint8_t { nothing = 0, not_room = 1, not_person = 2, edge = 3 };

SHM_HOST_DEVICE constexpr AlphaContent& operator|=(AlphaContent& content, AlphaContent other) {
  return content = AlphaContent(int(content) | int(other));
}

/// What the lines of a tile give: alpha that follows luminance, alpha that does not, 0, 1.
enum class TileKind : std::uint8_t { edge, soft, nobody, person };

struct EdgeTile {
  static constexpr int size = 32;  ///< pixels of a row, fitted together

  SHM_HOST_DEVICE static constexpr int count(int width) { return (width + size - 1) / size; }

  /// Alphas that are all within 0.02 of 0, or of 1, have no edge. Sums of bits: no branches, so
  /// that loops over them become vectors.
  static constexpr float sure = 0.02F;
  SHM_HOST_DEVICE static int is_not_room(float alpha) { return int(alpha > sure); }
  SHM_HOST_DEVICE static int is_not_person(float alpha) { return int(alpha < 1 - sure); }
  SHM_HOST_DEVICE static AlphaContent content(int not_room, int not_person) {
    return AlphaContent(not_room * int(AlphaContent::not_room) +
                        not_person * int(AlphaContent::not_person));
  }

  /// Of a tile whose lines have no slope: whether any offset shows of the person, and of the room.
  SHM_HOST_DEVICE static int shows_person(float offset) { return int(offset > 0); }
  SHM_HOST_DEVICE static int shows_room(float offset) { return int(offset < 1); }
  SHM_HOST_DEVICE static TileKind kept(int person, int room) {
    if (person == 0) return TileKind::nobody;
    return room == 0 ? TileKind::person : TileKind::soft;
  }

  /// Of what lies between four.
  SHM_HOST_DEVICE static TileKind between(TileKind a, TileKind b, TileKind c, TileKind d) {
    if (a == b && a == c && a == d) return a;
    const bool edge =
        a == TileKind::edge || b == TileKind::edge || c == TileKind::edge || d == TileKind::edge;
    return edge ? TileKind::edge : TileKind::soft;
  }
};

/// What there is in the tiles of a picture, row by row without padding.
struct TileContents {
  const AlphaContent* contents;
  int columns, rows;

  /// Whether an edge is in windows of the row y whose middles are in the tile `column`: a fit would
  /// hardly count in others.
  SHM_HOST_DEVICE bool see_edge(int column, int y) const {
    constexpr int radius = GuidedWindow::radius;
    const int left = std::max(0, column - 1), right = std::min(column, columns - 1);
    AlphaContent seen{};
    for (int row = std::max(0, y - radius); row <= std::min(rows - 1, y + radius); ++row) {
      seen |= contents[row * columns + left];
      seen |= contents[row * columns + right];
    }
    return seen == AlphaContent::edge;
  }
};

}  // namespace shm
