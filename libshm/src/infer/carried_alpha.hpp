// SPDX-License-Identifier: MIT
// Alpha moved along with the picture, for frames that the network does not see.
#pragma once

#include <atomic>
#include <opencv2/core.hpp>

namespace shm {

/// Alpha at working size that goes along with what moves, for frames that the network does not see:
/// blocks of 8x8 pixels near an edge of alpha are looked for in the frame before.
class CarriedAlpha {
 public:
  /// Luminances 0..1 and alpha of a frame, at working size.
  struct Frame {
    const cv::Mat& luminance;
    const cv::Mat& alpha;
  };

  /// Alpha of the frame after `before`, whose luminance this is, of the same size.
  void carry(const Frame& before, const cv::Mat& luminance, cv::Mat& alpha);

  /// Whether much of what lay around alpha's edges was not found again in the latest frame: a cut,
  /// or something faster than what is looked for. Then only the network knows.
  bool is_lost() const;

 private:
  void find_edges(const cv::Mat& alpha);
  bool near_edge(int column, int row) const;
  void carry_block(const Frame& before, const cv::Mat& luminance, int column, int row,
                   cv::Mat& alpha);

  std::atomic<int> looked_for_ = 0, missed_ = 0;  ///< blocks of the latest frame
  cv::Mat contents_;                              ///< AlphaContent of the blocks before
};

}  // namespace shm
