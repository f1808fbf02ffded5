// SPDX-License-Identifier: MIT
// Lines from luminance to alpha around each pixel: the guided filter, as far as it explains.
#pragma once

#include <opencv2/core.hpp>

#include "base/aligned_memory.hpp"
#include "infer/guided_filter.hpp"

namespace shm {

class FittedRows;

/// Alpha that becomes 0, and alpha that becomes 1; what lies between is stretched.
struct AlphaRange {
  double black = 0, white = 1;
};

/// Lines alpha = slope * luminance + offset for each pixel at working size: the fit of the fast
/// guided filter (He, Sun: Fast Guided Filter, arXiv 1505.00996, 2015). Unlike there, a fit counts
/// only as far as it explains alpha; the rest is the network's alpha. So nothing of the room's
/// texture gets into what is sure, and edges that luminance does not show grow no wider. Only
/// windows that see an edge are fitted.
class EdgeFit {
 public:
  /// `luminance` and `alpha` of one size, 0..1. `edge_refine` 0..1 mixes the network's alpha (0)
  /// with the refined one (1); then `range` becomes 0..1.
  void run(const cv::Mat& luminance, const cv::Mat& alpha, double edge_refine,
           const AlphaRange& range, Scratch& scratch);

  /// Two channels: slope and offset. In the scratch memory of run().
  const cv::Mat& lines() const { return lines_; }

  static constexpr int tile = GuidedFilter::tile;  ///< pixels of a row

  /// Of what lies between the tile number `column` of two rows and the tiles right of it.
  TileKind kind(int column, int upper, int lower) const;

 private:
  void find_content(const cv::Mat& alpha);
  void fit_row(const cv::Mat& luminance, const cv::Mat& alpha, int y, FittedRows& fitted) const;
  void join_row(const cv::Mat& alpha, int y, const GuidedFilter::Gain& gain, FittedRows& fitted);
  TileKind keep_tile(const cv::Mat& alpha, int column, int y, const GuidedFilter::Gain& gain);
  TileKind join_tile(const cv::Mat& alpha, int column, int y, const GuidedFilter::Gain& gain,
                     FittedRows& fitted);

  cv::Mat contents_;  ///< AlphaContent of tiles of a row
  cv::Mat kinds_;     ///< TileKind of tiles of pixels
  cv::Mat lines_;
};

}  // namespace shm
