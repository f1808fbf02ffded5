// SPDX-License-Identifier: MIT
// What the positions of a longer or shorter axis are made of.
#pragma once

#include <cstddef>
#include <vector>

namespace shm {

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

}  // namespace shm
