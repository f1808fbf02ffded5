// SPDX-License-Identifier: MIT
// Lines from luminance to alpha around each pixel: the guided filter, as far as it explains.
#pragma once

#include <algorithm>
#include <cstddef>

#include "kernels/cuda/at.hpp"
#include "kernels/cuda/on_gpu.hpp"
#include "kernels/pixel/edge_tile.hpp"
#include "kernels/pixel/guided_window.hpp"
#include "shm/image.hpp"

namespace shm::cuda {

/// What an EdgeFit works in and leaves, for pictures at working size: rows without padding.
struct EdgeFitMemory {
  int width, height;
  AlphaContent* contents;     ///< height x tiles()
  TileKind* kinds;            ///< height x tiles()
  GuidedWindow::Fit* fits;    ///< height x windows()
  GuidedWindow::Line* lines;  ///< height x width

  SHM_HOST_DEVICE int tiles() const { return EdgeTile::count(width); }
  /// Of those in a row that hold a pixel of the picture; the first has it in its right column.
  SHM_HOST_DEVICE int windows() const { return width + 2 * GuidedWindow::radius; }

  SHM_HOST_DEVICE AlphaContent& content(int tile, int y) const {
    return contents[y * tiles() + tile];
  }
  SHM_HOST_DEVICE TileKind& kind(int tile, int y) const { return kinds[y * tiles() + tile]; }
  SHM_HOST_DEVICE GuidedWindow::Fit& fit(int window, int y) const {
    return fits[std::ptrdiff_t(y) * windows() + window];
  }
  SHM_HOST_DEVICE GuidedWindow::Line& line(int x, int y) const {
    return lines[std::ptrdiff_t(y) * width + x];
  }

  /// In windows of the tile `column`.
  SHM_HOST_DEVICE bool sees_edge(int column, int y) const {
    return TileContents{contents, tiles(), height}.see_edge(column, y);
  }

  /// Whether a window was fitted that holds a pixel of the tile.
  SHM_HOST_DEVICE bool is_near_edge(int tile, int y) const {
    constexpr int radius = GuidedWindow::radius;
    const int next = std::min(tile + 1, EdgeTile::count(windows()) - 1);
    for (int row = std::max(0, y - radius); row <= std::min(height - 1, y + radius); ++row)
      if (sees_edge(tile, row) || sees_edge(next, row)) return true;
    return false;
  }
};

struct FindContent {
  PlaneView alpha;
  EdgeFitMemory to;

  SHM_HOST_DEVICE void operator()(int tile, int y) const {
    int not_room = 0, not_person = 0;
    for (int x = tile * EdgeTile::size; x < std::min((tile + 1) * EdgeTile::size, to.width); ++x) {
      not_room |= EdgeTile::is_not_room(at(alpha, x, y));
      not_person |= EdgeTile::is_not_person(at(alpha, x, y));
    }
    to.content(tile, y) = EdgeTile::content(not_room, not_person);
  }
};

struct FindKind {
  PlaneView alpha;
  GuidedWindow::Gain gain;
  EdgeFitMemory to;

  SHM_HOST_DEVICE void operator()(int tile, int y) const {
    to.kind(tile, y) = to.is_near_edge(tile, y) ? TileKind::edge : kept(tile, y);
  }

 private:
  SHM_HOST_DEVICE TileKind kept(int tile, int y) const {
    int person = 0, room = 0;
    for (int x = tile * EdgeTile::size; x < std::min((tile + 1) * EdgeTile::size, to.width); ++x) {
      const float offset = GuidedWindow::keep(at(alpha, x, y), gain).offset;
      person |= EdgeTile::shows_person(offset);
      room |= EdgeTile::shows_room(offset);
    }
    return EdgeTile::kept(person, room);
  }
};

struct FitWindow {
  PlaneView luminance, alpha;
  EdgeFitMemory to;

  SHM_HOST_DEVICE void operator()(int window, int y) const {
    to.fit(window, y) =
        to.sees_edge(window / EdgeTile::size, y) ? fitted(window, y) : GuidedWindow::Fit{0, 0, 0};
  }

 private:
  SHM_HOST_DEVICE GuidedWindow::Fit fitted(int window, int y) const {
    float sums[GuidedWindow::moments] = {};
    for (int i = 0; i < GuidedWindow::side; ++i) {
      float of_column[GuidedWindow::moments] = {};
      add_column(window + i - 2 * GuidedWindow::radius, y, of_column);
      for (int m = 0; m < GuidedWindow::moments; ++m)
        sums[m] += of_column[m];
    }
    return GuidedWindow::fit(sums);
  }

  /// Outside, the border's pixels go on.
  SHM_HOST_DEVICE void add_column(int x, int y, float* sums) const {
    const int column = std::clamp(x, 0, to.width - 1);
    for (int dy = -GuidedWindow::radius; dy <= GuidedWindow::radius; ++dy) {
      const int row = std::clamp(y + dy, 0, to.height - 1);
      GuidedWindow::add_pixel(at(luminance, column, row), at(alpha, column, row), sums);
    }
  }
};

struct JoinFits {
  PlaneView alpha;
  GuidedWindow::Gain gain;
  EdgeFitMemory to;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    const float own = at(alpha, x, y);
    to.line(x, y) = to.kind(x / EdgeTile::size, y) == TileKind::edge
                        ? GuidedWindow::join(sum_of_fits(x, y), own, gain)
                        : GuidedWindow::keep(own, gain);
  }

 private:
  SHM_HOST_DEVICE GuidedWindow::Fit sum_of_fits(int x, int y) const {
    GuidedWindow::Fit sum{};
    for (int i = 0; i < GuidedWindow::side; ++i) {
      const GuidedWindow::Fit column = sum_of_column(x + i, y);
      sum = {sum.slope + column.slope, sum.offset + column.offset,
             sum.confidence + column.confidence};
    }
    return sum;
  }

  SHM_HOST_DEVICE GuidedWindow::Fit sum_of_column(int window, int y) const {
    GuidedWindow::Fit sum{};
    for (int dy = -GuidedWindow::radius; dy <= GuidedWindow::radius; ++dy) {
      const GuidedWindow::Fit& fit = to.fit(window, std::clamp(y + dy, 0, to.height - 1));
      sum = {sum.slope + fit.slope, sum.offset + fit.offset, sum.confidence + fit.confidence};
    }
    return sum;
  }
};

/// EdgeFit: `luminance` and `alpha` of one size, 0..1. Leaves lines and kinds of tiles in `memory`.
template <typename Device>
void fit_edges(const Device& device, const PlaneView& luminance, const PlaneView& alpha,
               const GuidedWindow::Gain& gain, const EdgeFitMemory& memory) {
  device.for_each(memory.tiles(), memory.height, FindContent{alpha, memory});
  device.for_each(memory.tiles(), memory.height, FindKind{alpha, gain, memory});
  device.for_each(memory.windows(), memory.height, FitWindow{luminance, alpha, memory});
  device.for_each(memory.width, memory.height, JoinFits{alpha, gain, memory});
}

extern template void fit_edges(const OnGpu&, const PlaneView&, const PlaneView&,
                               const GuidedWindow::Gain&, const EdgeFitMemory&);

}  // namespace shm::cuda
