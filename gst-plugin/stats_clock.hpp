// SPDX-License-Identifier: MIT
// When statistics are told.
#pragma once

#include <chrono>

namespace shm {

/// Says when statistics are to be told again.
class StatsClock {
 public:
  /// `interval`: ms since it last said so; 0: never.
  bool is_time(int interval);

 private:
  std::chrono::steady_clock::time_point last_;
};

}  // namespace shm
