// SPDX-License-Identifier: MIT
// The guided filter's loops over a tile of a row: lines fitted in windows, and those of pixels.
#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>

#include "image/window.hpp"
#include "kernels/pixel/edge_tile.hpp"
#include "kernels/pixel/guided_window.hpp"

namespace shm {

struct GuidedFilter {
  static constexpr int radius = GuidedWindow::radius;
  static constexpr int side = GuidedWindow::side;
  static constexpr int tile = EdgeTile::size;          ///< windows of a row, fitted together
  static constexpr int line_size = tile + 2 * radius;  ///< their pixels in one row

  using Line = std::array<float, line_size>;
  using WindowRows = RowsAround<radius>;

  /// What the fit of a window says.
  enum { slope, offset, confidence, fit_count };
  using Fits = std::array<std::array<float, tile>, fit_count>;
  /// Slope and offset of each pixel.
  using PixelLines = std::array<cv::Vec2f, tile>;

  using Gain = GuidedWindow::Gain;

  /// Windows' lines, trusted as far as they explain alpha's variance: r squared.
  static void fit_tile(const WindowRows& guides, const WindowRows& alphas, Fits& fits);

  /// Every pixel takes the mean of the windows it is in, whose slopes, offsets and confidences lie
  /// `row_size` floats apart; what their confidence leaves goes to the network's alpha.
  static void join_fits(const WindowRows& windows, std::ptrdiff_t row_size, const float* alphas,
                        const Gain& gain, PixelLines& lines);
};

/// The windows of the row y whose middles are from x on: line_size pixels of each row. Beyond the
/// plane its border's pixels go on.
class TileWindows {
 public:
  TileWindows(const cv::Mat& plane, int x, int y);
  TileWindows(const TileWindows&) = delete;
  TileWindows& operator=(const TileWindows&) = delete;

  const GuidedFilter::WindowRows& rows() const { return rows_; }

 private:
  GuidedFilter::WindowRows rows_;
  std::array<GuidedFilter::Line, GuidedFilter::side> border_;
};

}  // namespace shm
