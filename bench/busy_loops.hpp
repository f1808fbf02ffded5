// SPDX-License-Identifier: MIT
// Processes that want the processor beside what is measured.
#pragma once

#include <sys/types.h>

#include <vector>

namespace shm::bench {

/// Other programs that want the processor: so many processes that spin until this object ends, or
/// until this process does, however it ends. To be made where no other thread runs: they are
/// forked.
class BusyLoops {
 public:
  explicit BusyLoops(int count);
  BusyLoops(const BusyLoops&) = delete;
  BusyLoops& operator=(const BusyLoops&) = delete;
  ~BusyLoops();

 private:
  void end();

  std::vector<pid_t> processes_;
};

}  // namespace shm::bench
