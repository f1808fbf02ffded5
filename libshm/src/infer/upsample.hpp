#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "image/linear_tap.hpp"
#include "infer/edge_fit.hpp"
#include "shm/image.hpp"

namespace shm {

/// Alpha at working size -> alpha at the frame's size, with edges that follow the frame's own: the
/// lines of an EdgeFit, brought to the frame's size bilinearly, are applied to its luminance.
///
/// Where the temporal filter keeps something of the past, the frame's luminance is smoothed as
/// much: a camera's noise would get into the edges that follow it.
class GuidedUpsampler {
 public:
  /// As EdgeFit::run. `kept` of the same size, 0..1: the share of the past in what is smoothed;
  /// empty: none.
  void fit(const cv::Mat& luminance, const cv::Mat& alpha, const cv::Mat& kept, double edge_refine,
           const AlphaRange& range = {});

  /// Writes the last fit's alpha for `frame`, clamped to 0..1 (as gray: 0..255, rounded).
  void apply(const ImageView& frame, const MutableImageView& alpha);
  void apply(const ImageView& frame, const MutablePlaneView& alpha);

 private:
  void prepare_taps(int width);
  void prepare_past(cv::Size frame);
  void smooth(int y, const ImageView& frame, float* line, float* kept, float* luminance);
  template <int channels>
  static void interpolate_row(const cv::Mat& plane, const LinearTap& row, float* line);
  const float* spread_lines(int y, const ImageView& frame, float* line, float* spread) const;
  template <int channels>
  static void spread_line(const float* line, const LinearTap* taps, int count, float* spread);
  template <typename View>
  void write(const ImageView& frame, const View& alpha);

  EdgeFit edges_;
  cv::Mat kept_;
  cv::Mat past_;  ///< the frame's luminance, smoothed; 0..65535
  std::vector<LinearTap> taps_;
  std::vector<int> tile_begins_;  ///< the frame's pixels where tiles of EdgeFit begin, and the end
  int tapped_columns_ = 0;
};

}  // namespace shm
