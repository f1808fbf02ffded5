// SPDX-License-Identifier: MIT
// Resizing by rows, once an axis: an average where it shrinks, linear where it grows.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

#include "image/resized_axis.hpp"

namespace shm {

/// A size of the same shape whose longer side is at most `longest`; each side is 1 at least.
cv::Size size_within(cv::Size size, int longest);

/// Resizes 8-bit pictures of 1, 3 or 4 channels: averages where they shrink, bilinear where they
/// grow. Frames of one size cost no allocation.
class Resizer {
 public:
  void resize(const cv::Mat& from, cv::Mat& to, cv::Size size);

  /// The same row by row, in any order and from several threads, for who has more to do with a row
  /// while it is at hand.
  void prepare(cv::Size from, cv::Size to);
  void row(const cv::Mat& from, int y, std::uint8_t* to) const;

 private:
  cv::Size to_;
  ResizedAxis columns_;
  ResizedAxis rows_;
};

}  // namespace shm
