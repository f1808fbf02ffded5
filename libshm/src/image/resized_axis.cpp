// SPDX-License-Identifier: MIT
// What the positions of a longer or shorter axis are made of.
#include "image/resized_axis.hpp"

#include <algorithm>
#include <cmath>

namespace shm {

void ResizedAxis::prepare(int from, int to) {
  if (from == from_ && to == to_) return;
  from_ = from;
  to_ = to;
  to <= from ? shrink(from, to) : grow(from, to);
}

void ResizedAxis::shrink(int from, int to) {
  const double ratio = double(from) / to;
  const bool whole = from % to == 0;
  taps_ = std::min(from, int(std::ceil(ratio)) + (whole ? 0 : 1));
  first_.resize(std::size_t(to));
  weights_.assign(std::size_t(to) * std::size_t(taps_), 0.F);
  for (int position = 0; position < to; ++position) {
    const double begin = position * ratio;
    const double end = std::min(begin + ratio, double(from));
    const int first = std::min(int(begin), from - taps_);
    first_[std::size_t(position)] = first;
    float* weights = weights_.data() + offset(position);
    for (int tap = 0; tap < taps_; ++tap) {
      const double covered =
          std::min(end, first + tap + 1.0) - std::max(begin, double(first + tap));
      weights[tap] = float(std::max(0.0, covered) / ratio);
    }
  }
}

void ResizedAxis::grow(int from, int to) {
  taps_ = std::min(from, 2);
  first_.resize(std::size_t(to));
  weights_.assign(std::size_t(to) * std::size_t(taps_), 1.F);
  for (int position = 0; position < to; ++position) {
    const double centre = (position + 0.5) * from / to - 0.5;
    const double inside = std::clamp(centre, 0.0, double(from - 1));
    const int first = std::min(int(inside), from - taps_);
    first_[std::size_t(position)] = first;
    if (taps_ == 1) continue;
    weights_[std::size_t(offset(position))] = float(1 - (inside - first));
    weights_[std::size_t(offset(position) + 1)] = float(inside - first);
  }
}

}  // namespace shm
