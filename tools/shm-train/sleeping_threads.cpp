// SPDX-License-Identifier: MIT
// Has threads that wait sleep.

#include "sleeping_threads.hpp"

#include <unistd.h>

#include <cstdlib>

namespace shm::tools {

void let_waiting_threads_sleep(char** argv) {
  constexpr const char* spins = "GOMP_SPINCOUNT";
  if (std::getenv(spins) != nullptr || std::getenv("OMP_WAIT_POLICY") != nullptr) return;
  ::setenv(spins, "1000", 1);
  ::execv("/proc/self/exe", argv);  // where it returns, training goes on as it would have
}

}  // namespace shm::tools
