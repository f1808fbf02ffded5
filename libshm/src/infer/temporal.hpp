#pragma once

#include <opencv2/core.hpp>

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
  void run(const cv::Mat& luminance, double strength, cv::Mat& alpha);

  /// Forgets the frames before.
  void reset();

 private:
  void measure_change(const cv::Mat& luminance);
  void mix(const cv::Mat& luminance, float strength, cv::Mat& alpha);

  cv::Mat luminance_, alpha_;  ///< of the frames before, smoothed
  cv::Mat weight_;             ///< how many frames they stand for
  cv::Mat change_;
};

}  // namespace shm
