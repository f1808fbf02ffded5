// SPDX-License-Identifier: MIT
// Which of the parts of a picture that hold somebody are shown: not the small ones, or one alone.
#pragma once

#include <opencv2/core.hpp>

#include "shm/matter.hpp"

namespace shm {

/// How long somebody has been shown.
struct Tenure {
  int credit = 0;              ///< frames for which another one must be ahead to be shown instead
  bool is_challenged = false;  ///< another one was ahead in the frame before
};

/// Islands of alpha have nothing but room around them. Small ones go; of the others all, the
/// largest, or the one nearest the middle stay. Small holes in what stays are filled, but for those
/// that the picture's border cuts off: they may be all that is seen of the room. What was there in
/// the frame before counts for more than what was not, so that nothing comes and goes with every
/// frame; the one who is kept stays while others walk by, also behind them.
class Islands {
 public:
  /// In place; floats at working size. `min_area` and `keep` as FrameOptions has them: where they
  /// are others than before, frames before count for nothing.
  void run(cv::Mat& alpha, double min_area, Keep keep);

  /// The frame is as the one before it, whose alpha it has.
  void repeat();

  /// Forgets the frames before.
  void reset();

 private:
  struct Choice {
    double min_area = 0;
    Keep keep = Keep::all;
    bool operator==(const Choice&) const = default;
  };

  Choice choice_;
  cv::Mat islands_, holes_;  ///< whether cells are part of what stayed; empty: no frame before
  cv::Mat alphas_;           ///< of cells
  Tenure tenure_;            ///< of the one who is kept
};

}  // namespace shm
