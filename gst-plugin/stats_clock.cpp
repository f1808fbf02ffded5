// SPDX-License-Identifier: MIT
// When statistics are told.
#include "stats_clock.hpp"

namespace shm {

bool StatsClock::is_time(int interval) {
  const auto now = std::chrono::steady_clock::now();
  if (interval == 0) return false;
  if (last_ && now - *last_ < std::chrono::milliseconds(interval)) return false;
  last_ = now;
  return true;
}

}  // namespace shm
