// SPDX-License-Identifier: MIT
// Alpha kept while a picture stands still, and when to look again.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "infer/stillness.hpp"
#include "shm/matter.hpp"

namespace shm {

/// A frame's alpha, kept for the frames after it while nothing moves: FrameOptions::skip_static.
class Rest {
 public:
  using Time = Stillness::Time;

  /// Fills `alpha`, 8-bit or of floats, with what was kept, where that is the frame's alpha too.
  /// Else it is to be found, and handed to update().
  bool give(const ImageView& frame, const FrameOptions& options, Time now, cv::Mat alpha);

  /// Of the frame that give() had no alpha for, where the options let it rest.
  void update(const cv::Mat& alpha, Time now);

  /// Forgets the frames before.
  void reset();

 private:
  Stillness stillness_;
  std::optional<FrameOptions> options_;  ///< that the alpha was made with
  cv::Mat alpha_;
  bool has_alpha_ = false;  ///< whether it is that of the frame before
};

}  // namespace shm
