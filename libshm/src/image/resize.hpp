// SPDX-License-Identifier: MIT
// Resizing by rows, once an axis: an average where it shrinks, linear where it grows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace shm {

/// A size of the same shape whose longer side is at most `longest`; each side is 1 at least.
cv::Size size_within(cv::Size size, int longest);

/// What each position of an axis of another length is made of: the average of what it covers where
/// the axis shrinks, two neighbours, linearly, where it grows.
class ResizedAxis {
 public:
  /// Nothing happens where the lengths are those of before.
  void prepare(int from, int to);

  /// Positions before that one is made of: `taps` from `first` on; some may weigh 0.
  int taps() const { return taps_; }
  int first(int position) const { return first_[std::size_t(position)]; }
  const float* weights(int position) const { return weights_.data() + offset(position); }

 private:
  /// Of a position's weights.
  std::ptrdiff_t offset(int position) const { return std::ptrdiff_t(position) * taps_; }
  void shrink(int from, int to);
  void grow(int from, int to);

  int from_ = 0;
  int to_ = 0;
  int taps_ = 0;
  std::vector<int> first_;
  std::vector<float> weights_;
};

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
