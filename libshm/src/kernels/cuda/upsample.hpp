// SPDX-License-Identifier: MIT
// Alpha at the frame's size, with edges that follow the frame's own.
#pragma once

#include <algorithm>
#include <cstddef>

#include "kernels/cuda/at.hpp"
#include "kernels/cuda/edge_fit.hpp"
#include "kernels/cuda/on_gpu.hpp"
#include "kernels/cuda/video_pixels.hpp"
#include "kernels/pixel/guided_pixel.hpp"
#include "kernels/pixel/linear_tap.hpp"
#include "kernels/pixel/luminance.hpp"
#include "shm/image.hpp"

namespace shm::cuda {

/// The frame's luminance, smoothed over time as alpha is. Without a temporal weight there is none.
struct LuminanceHistory {
  PlaneView temporal_weight;      ///< at working size
  std::uint16_t* luminance;       ///< of the frame's size, rows without padding
  const std::uint8_t* was_there;  ///< the frame's height x tiles of the EdgeFit; at first all 0
  std::uint8_t* is_there;         ///< they change places from frame to frame
};

struct UpsamplePixel {
  VideoPixels frame;
  PlaneView luminance;  ///< at working size
  EdgeFitMemory edges;
  LuminanceHistory history;
  MutableImageView alpha;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    store(255 * alpha_at(x, y), at(alpha, x, y));
  }

 private:
  /// What a pixel of the frame lies between at working size.
  struct Source {
    int left, right, upper, lower;
    float across, down;
  };

  SHM_HOST_DEVICE bool is_enlarged() const {
    return frame.video.width != edges.width || frame.video.height != edges.height;
  }

  SHM_HOST_DEVICE float alpha_at(int x, int y) const {
    const Source source = source_of(x, y);
    const int tile = source.left / EdgeTile::size, next = std::min(tile + 1, edges.tiles() - 1);
    const TileKind kind =
        EdgeTile::between(edges.kind(tile, source.upper), edges.kind(next, source.upper),
                          edges.kind(tile, source.lower), edges.kind(next, source.lower));
    const bool is_sure = kind == TileKind::nobody || kind == TileKind::person;
    const std::ptrdiff_t place = std::ptrdiff_t(y) * edges.tiles() + tile;
    if (history.is_there != nullptr) history.is_there[place] = is_sure ? 0 : 1;
    if (is_sure) return kind == TileKind::person ? 1 : 0;
    if (!is_enlarged()) {
      const GuidedWindow::Line& line = edges.line(x, y);
      return GuidedPixel::alpha(line.slope, line.offset, at(luminance, x, y));
    }
    const bool smooth =
        kind == TileKind::edge && history.is_there != nullptr && history.was_there[place] != 0;
    return follow(source, seen_luminance(x, y, source, smooth));
  }

  SHM_HOST_DEVICE Source source_of(int x, int y) const {
    const LinearTap column = linear_tap(x, frame.video.width, edges.width);
    const LinearTap row = linear_tap(y, frame.video.height, edges.height);
    return {column.index,    std::min(column.index + 1, edges.width - 1),
            row.index,       std::min(row.index + 1, edges.height - 1),
            column.fraction, row.fraction};
  }

  template <typename Value>
  SHM_HOST_DEVICE static float interpolated(const Source& source, const Value& value) {
    const float left =
        mixed(value(source.left, source.upper), value(source.left, source.lower), source.down);
    const float right =
        mixed(value(source.right, source.upper), value(source.right, source.lower), source.down);
    return mixed(left, right, source.across);
  }

  SHM_HOST_DEVICE float follow(const Source& source, float luminance_here) const {
    const auto slope = [&](int x, int y) { return edges.line(x, y).slope; };
    const auto offset = [&](int x, int y) { return edges.line(x, y).offset; };
    return GuidedPixel::alpha(interpolated(source, slope), interpolated(source, offset),
                              luminance_here);
  }

  /// Where there is a history, the pixel's luminance becomes part of it.
  SHM_HOST_DEVICE float seen_luminance(int x, int y, const Source& source, bool smooth) const {
    const Rgb color = frame.at(x, y);
    float seen = luminance_of(color.red, color.green, color.blue);
    if (history.is_there == nullptr) return seen;
    std::uint16_t& past = history.luminance[std::ptrdiff_t(y) * frame.video.width + x];
    const auto weight = [&](int column, int row) {
      return at(history.temporal_weight, column, row);
    };
    if (smooth) seen = GuidedPixel::smoothed(seen, interpolated(source, weight), past);
    past = GuidedPixel::history(seen);
    return seen;
  }
};

/// GuidedUpsampler: writes alpha (format gray, the frame's size) of what fit_edges left in `edges`.
/// `luminance` is what it was given. A frame of the working size has no history.
template <typename Device>
void upsample(const Device& device, const VideoPixels& frame, const PlaneView& luminance,
              const EdgeFitMemory& edges, const LuminanceHistory& history,
              const MutableImageView& alpha) {
  device.for_each(alpha.width, alpha.height,
                  UpsamplePixel{frame, luminance, edges, history, alpha});
}

extern template void upsample(const OnGpu&, const VideoPixels&, const PlaneView&,
                              const EdgeFitMemory&, const LuminanceHistory&,
                              const MutableImageView&);

}  // namespace shm::cuda
