// SPDX-License-Identifier: MIT
// Decides whether helping threads pay on a machine that may be busy.
#pragma once

#include <chrono>

namespace shm {

/// Whether helpers make work end sooner. On a busy machine a helper that has begun a piece may lose
/// its core, and all wait for it: then one thread may be faster than two. So the rate at which work
/// is done (processor time by time passed) with helpers is held against that of callers alone.
/// Where help does not pay, callers work alone for a while, each time longer, until it does again.
class HelpBalance {
 public:
  using Clock = std::chrono::steady_clock;
  using Duration = std::chrono::nanoseconds;

  bool pays(Clock::time_point now) const { return now >= alone_until_; }

  /// Takes in the processor time of all that a job took, with helpers or without, and the time that
  /// passed.
  void add(Duration worked, Duration passed, bool helped, Clock::time_point now);

 private:
  /// Jobs that are judged together.
  struct Stint {
    Duration worked{0}, passed{0};
    double rate() const { return double(worked.count()) / double(passed.count()); }
  };

  void judge(double helped_rate, Clock::time_point now);

  Stint helped_, alone_;
  double alone_rate_ = 1;
  int good_stints_ = 0;
  Duration pause_ = least_pause;
  Clock::time_point alone_until_{};

  static constexpr Duration least_pause = std::chrono::milliseconds(20);
  static constexpr Duration longest_pause = std::chrono::milliseconds(640);
};

}  // namespace shm
