// SPDX-License-Identifier: MIT
// Alpha at the frame's size, with edges that follow the frame's own.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "infer/edge_fit.hpp"
#include "kernels/pixel/linear_tap.hpp"
#include "shm/image.hpp"

namespace shm {

/// Alpha at working size -> alpha at the frame's size, with edges that follow the frame's own: the
/// lines of an EdgeFit, brought to the frame's size bilinearly, are applied to its luminance.
///
/// Where the temporal filter keeps something of the past, the frame's luminance is smoothed as
/// much: a camera's noise would get into the edges that follow it. Of a frame of the working size
/// it is the one that the fit was given.
class GuidedUpsampler {
 public:
  /// As EdgeFit::run. `temporal_weight` of the same size, 0..1: the share of the past in what is
  /// smoothed; empty: none.
  void fit(const cv::Mat& luminance, const cv::Mat& alpha, const cv::Mat& temporal_weight,
           double edge_refine, const AlphaRange& range, Scratch& scratch);

  /// Writes the last fit's alpha for `frame`, clamped to 0..1 (as gray: 0..255, rounded). What the
  /// fit left in `scratch` must be there still.
  void apply(const ImageView& frame, const MutableImageView& alpha);
  void apply(const ImageView& frame, const MutablePlaneView& alpha);

 private:
  /// Pixels of a row at the frame's size whose kind is the same: those of some tiles of EdgeFit.
  struct TileRun {
    TileKind kind;
    int first_tile, last_tile;
    int begin, end;
  };
  /// A row of the frame between two at working size.
  struct SourceRows {
    int y, upper, lower;
    float fraction;  ///< of `lower`
    bool enlarged;   ///< else the frame has the working size
  };
  class RowBuffers;

  template <typename View>
  void write(const ImageView& frame, const View& alpha);
  template <typename T>
  void write_row(const ImageView& frame, int y, RowBuffers& buffers, T* alpha);
  template <typename T>
  void write_run(const ImageView& frame, const SourceRows& source, const TileRun& run,
                 RowBuffers& buffers, T* alpha);

  void prepare_taps(int width);
  void prepare_history(cv::Size frame);
  SourceRows source_of(int y, cv::Size frame) const;
  TileRun run_from(int first_tile, const SourceRows& source) const;
  const float* luminance_of(const ImageView& frame, const SourceRows& source, const TileRun& run,
                            RowBuffers& buffers);
  void update_history(const SourceRows& source, const TileRun& run, RowBuffers& buffers);
  void drop_history(const SourceRows& source, const TileRun& run);
  template <int channels>
  const float* upsampled(const cv::Mat& plane, const SourceRows& source, const TileRun& run,
                         RowBuffers& buffers) const;

  EdgeFit edges_;
  cv::Mat luminance_, temporal_weight_;  ///< at working size
  cv::Mat history_;                      ///< the frame's luminance, smoothed; 0..65535
  cv::Mat has_history_;                  ///< whether there is one, of tiles of the frame's rows
  std::vector<LinearTap> taps_;
  std::vector<int> tile_begins_;  ///< the frame's pixels where tiles of EdgeFit begin, and the end
  int tapped_columns_ = 0;
};

}  // namespace shm
