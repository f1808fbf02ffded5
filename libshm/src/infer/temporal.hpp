// SPDX-License-Identifier: MIT
// Smoothing of alpha over time where the picture stands still.
#pragma once

#include <opencv2/core.hpp>

#include "base/aligned_memory.hpp"

namespace shm {

/// Motion-adaptive smoothing of alpha at working size: where the picture stands still, alpha
/// becomes the mean of the frames since it last moved; where it moved, the new alpha stands at
/// once.
///
/// The picture is compared with one that is smoothed as the alpha is, so that a slow movement adds
/// up until it shows and leaves no trail.
class TemporalFilter {
 public:
  /// Smooths `alpha` in place. `luminance`, of the same size, 0..1. `strength` 0..1: how much of
  /// the past a still pixel keeps.
  void run(const cv::Mat& luminance, double strength, cv::Mat& alpha, Scratch& scratch);

  /// Makes the frame in hand the past without smoothing it.
  void update_history(const cv::Mat& luminance, const cv::Mat& alpha);

  /// `alpha` takes the place of the frames before: it is theirs, gone along with what moved.
  void follow(const cv::Mat& alpha);

  /// Of the frames before and the last one, smoothed; empty where there was none.
  cv::Mat luminance() const { return has_past_ ? luminance_ : cv::Mat(); }
  cv::Mat alpha() const { return has_past_ ? alpha_ : cv::Mat(); }
  /// The share of the past in them, 0..1; empty where nothing was smoothed.
  cv::Mat weight() const { return has_weight_ ? weight_ : cv::Mat(); }

  /// Forgets the frames before, and keeps their memory for those that come.
  void reset();

 private:
  void measure_change(const cv::Mat& luminance, cv::Mat& change) const;
  void mix(const cv::Mat& luminance, const cv::Mat& change, float strength, cv::Mat& alpha);

  cv::Mat luminance_, alpha_;  ///< of the frames before, smoothed
  cv::Mat weight_;             ///< the past's share in them
  bool has_past_ = false, has_weight_ = false;
};

}  // namespace shm
