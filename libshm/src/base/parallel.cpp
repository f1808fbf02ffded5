// SPDX-License-Identifier: MIT
// Loops shared out on the pool of threads.

#include "base/parallel.hpp"

#include "base/machine.hpp"

namespace shm {
namespace {

thread_local int threads_of_this = 0;

}  // namespace

void use_threads(int threads) {
  threads_of_this = threads;
}

int threads_in_use() {
  if (threads_of_this < 1) threads_of_this = usable_cores();
  return threads_of_this;
}

}  // namespace shm
