// SPDX-License-Identifier: MIT
// Times and quantiles, for all benchmarks.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "shm/stop_watch.hpp"

namespace shm::bench {

using Clock = std::chrono::steady_clock;

inline double seconds_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Milliseconds that `work` takes.
template <typename Work>
double milliseconds(Work&& work) {
  const StopWatch watch;
  work();
  return watch.ms();
}

/// The smallest value that is not below `share` of all, 0..1; 0 where there is none.
inline double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto rank = std::max(1.0, std::ceil(share * double(values.size())));
  const auto at = values.begin() + std::ptrdiff_t(rank) - 1;
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace shm::bench
