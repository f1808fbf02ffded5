// SPDX-License-Identifier: MIT
// The mean of a square of alphas, by their sum.
#pragma once

#include <cstdint>

#include "kernels/pixel/numbers.hpp"

namespace shm {

/// Rounded, a half up: a quarter of the least step more is clear of all halves, so that it does not
/// matter how a processor rounds the product.
class BoxMean {
 public:
  /// `side` pixels long, at most 64.
  explicit BoxMean(int side) : share_(0.25F / float(side * side)) {}

  SHM_HOST_DEVICE std::uint8_t operator()(int sum) const {
    std::uint8_t mean = 0;
    store(float(4 * sum + 1) * share_, mean);
    return mean;
  }

 private:
  float share_;
};

}  // namespace shm
