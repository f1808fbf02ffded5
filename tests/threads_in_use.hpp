// SPDX-License-Identifier: MIT
// So many threads for as long as a test wants them.
#pragma once

#include "base/parallel.hpp"

/// Has the calling thread share its rows among so many threads for as long as it lives.
class ThreadsInUse {
 public:
  explicit ThreadsInUse(int threads) { shm::use_threads(threads); }
  ~ThreadsInUse() { shm::use_threads(before_); }
  ThreadsInUse(const ThreadsInUse&) = delete;
  ThreadsInUse& operator=(const ThreadsInUse&) = delete;

 private:
  int before_ = shm::threads_in_use();
};
