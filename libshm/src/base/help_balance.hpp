#pragma once

#include <chrono>

namespace shm {

/// Whether helpers make work end sooner. On a busy machine a helper that has begun a piece may lose
/// its core, and all wait for it: then one thread is faster than two. So the work that helpers do
/// is set against the time that callers wait for them; where it does not pay, callers work alone
/// for a while, each time longer, until it does again.
class HelpBalance {
 public:
  using Clock = std::chrono::steady_clock;
  using Duration = std::chrono::nanoseconds;

  bool pays(Clock::time_point now) const { return now >= alone_until_; }

  /// Takes in what helpers worked (processor time) and what their caller waited for them.
  void add(Duration worked, Duration waited, Clock::time_point now);

 private:
  Duration gained_{0};
  Duration pause_ = least_pause;
  Clock::time_point alone_until_{};

  static constexpr Duration least_pause = std::chrono::milliseconds(20);
  static constexpr Duration longest_pause = std::chrono::milliseconds(640);
};

}  // namespace shm
