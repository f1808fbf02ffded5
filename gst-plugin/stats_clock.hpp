// SPDX-License-Identifier: MIT
// When statistics are told.
#pragma once

#include <chrono>
#include <optional>

namespace shm {

/// Says when statistics are to be told again.
class StatsClock {
 public:
  /// `interval`: ms since it last said so, which it does at once; 0: never.
  bool is_time(int interval);

 private:
  std::optional<std::chrono::steady_clock::time_point> last_;
};

}  // namespace shm
