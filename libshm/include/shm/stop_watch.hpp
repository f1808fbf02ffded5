// SPDX-License-Identifier: MIT
// How long something took.
#pragma once

#include <chrono>
#include <utility>

namespace shm {

/// Time since it was made, by a clock that nobody sets.
class StopWatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
  double ms() const { return 1e3 * seconds(); }

  /// Milliseconds since it was made, or since the last lap.
  double lap_ms() {
    const Clock::time_point now = Clock::now();
    return std::chrono::duration<double, std::milli>(now - std::exchange(start_, now)).count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace shm
