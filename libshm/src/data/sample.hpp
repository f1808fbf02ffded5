// SPDX-License-Identifier: MIT
// A picture to learn from.
#pragma once

#include <opencv2/core.hpp>

namespace shm {

/// A picture to learn from; all of one size.
struct Sample {
  cv::Mat image;   ///< 8-bit BGR; of a cut-out: the person's own colours
  cv::Mat alpha;   ///< 8-bit
  cv::Mat trimap;  ///< 8-bit as shm/trimap.hpp has it; empty: to be computed from alpha
};

}  // namespace shm
