// SPDX-License-Identifier: MIT
// A forked process ends when its parent does, even where that is killed.
#pragma once

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

namespace shm::bench {

/// Called in a process that `parent` forked: the kernel ends it when the parent ends, even where
/// that is killed and cannot end it itself.
inline void end_with(pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it ended before the kernel was asked
}

}  // namespace shm::bench
