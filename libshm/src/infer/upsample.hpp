#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "shm/image.hpp"

namespace shm {

/// Alpha that becomes 0, and alpha that becomes 1; what lies between is stretched.
struct AlphaRange {
  double black = 0, white = 1;
};

/// Alpha at working size -> alpha at the frame's size, with edges that follow the frame's own: the
/// fast guided filter (He, Sun: Fast Guided Filter, arXiv 1505.00996, 2015), guided by luminance.
/// alpha = a * luminance + b, where a and b are fitted around each pixel at working size and
/// brought to the frame's size bilinearly. Unlike there, a fit counts only as far as it explains
/// alpha; the rest is the network's alpha, resized. So nothing of the room's texture gets into what
/// is sure, and edges that luminance does not show grow no wider.
class GuidedUpsampler {
 public:
  /// `luminance` and `alpha` of one size, 0..1. `edge_refine` 0..1 mixes the network's alpha,
  /// resized (0), with the refined one (1); then `range` becomes 0..1.
  void fit(const cv::Mat& luminance, const cv::Mat& alpha, double edge_refine,
           const AlphaRange& range = {});

  /// Writes the last fit's alpha for `frame`, clamped to 0..1 (as gray: 0..255, rounded).
  void apply(const ImageView& frame, const MutableImageView& alpha);
  void apply(const ImageView& frame, const MutablePlaneView& alpha);

 private:
  struct Tap {
    int index;
    float fraction;
  };

  void fit_windows(const cv::Mat& luminance, const cv::Mat& alpha);
  void join_windows(const cv::Mat& alpha, float edge_refine, const AlphaRange& range);
  void prepare_taps(int width);
  void spread_line(int y, int height, float* line, float* spread) const;
  static void spread_pairs(const float* line, const std::vector<Tap>& taps, float* spread);
  static Tap tap(int position, int large, int small);
  template <typename View>
  void write(const ImageView& frame, const View& alpha);

  cv::Mat windows_;  ///< a row each: slopes, offsets and trusts of its windows' fits
  cv::Mat line_;     ///< slope and offset, interleaved
  std::vector<Tap> taps_;
  int tapped_columns_ = 0;
};

}  // namespace shm
