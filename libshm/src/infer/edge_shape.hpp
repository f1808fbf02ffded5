// SPDX-License-Identifier: MIT
// Moves alpha's edges outwards or inwards, and softens them.
#pragma once

#include <opencv2/core.hpp>

#include "kernels/cpu/box_filter.hpp"
#include "shm/matter.hpp"

namespace shm {

/// Grows or shrinks alpha by an octagon, which is near a disc (dilation and erosion of grey
/// pictures), then fades its edges by two box filters. What leaves the picture at its border goes
/// on beyond it, so that a person whom it cuts off keeps whole there.
class EdgeShape {
 public:
  /// In place; 8 bits or floats. `shift`, `feather` and `feather_side` as FrameOptions has them.
  void run(cv::Mat& alpha, double shift, int feather, FeatherSide side);

 private:
  void move(cv::Mat& alpha, double pixels);
  void fade(cv::Mat& alpha, int width);
  void average(cv::Mat& alpha, int side, int before);

  BoxFilter boxes_;
  cv::Mat less_;  ///< alpha moved by the whole pixels that a shift between two has at least
};

}  // namespace shm
