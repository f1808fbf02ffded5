#pragma once

#include <opencv2/core.hpp>

namespace shm {

/// Alpha at working size that goes along with what moves, for frames that the network does not see:
/// blocks of 8x8 pixels near an edge of alpha are looked for in the frame before.
class CarriedAlpha {
 public:
  /// Of the frame in hand; both of one size, luminance 0..1.
  void remember(const cv::Mat& luminance, const cv::Mat& alpha);

  /// Of what is remembered.
  cv::Size size() const { return alpha_.size(); }

  /// Alpha of the next frame, of the same size. Valid until the next one's.
  cv::Mat carry(const cv::Mat& luminance);

  /// Forgets the frame before.
  void reset();

 private:
  void find_edges();
  bool near_edge(int column, int row) const;
  void carry_block(const cv::Mat& luminance, int column, int row);
  cv::Point2f motion(const cv::Mat& luminance, cv::Rect block) const;

  cv::Mat luminance_, alpha_;  ///< of the frame before
  cv::Mat carried_;            ///< the alpha of the frame in hand
  cv::Mat contents_;           ///< of its blocks: bit 0 where something is no room, bit 1 no person
};

}  // namespace shm
