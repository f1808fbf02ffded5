// SPDX-License-Identifier: MIT
// Processes that want the processor beside what is measured.
#include "busy_loops.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "end_with_parent.hpp"
#include "shm/error.hpp"

namespace shm::bench {
namespace {

[[noreturn]] void spin(pid_t parent) {
  end_with(parent);
  for (volatile unsigned turns = 0;;)
    turns = turns + 1;
}

}  // namespace

BusyLoops::BusyLoops(int count) {
  const pid_t parent = ::getpid();
  while (int(processes_.size()) < count) {
    const pid_t child = ::fork();
    if (child == 0) spin(parent);
    if (child < 0) {
      end();
      throw Error("a busy loop: its process cannot be made");
    }
    processes_.push_back(child);
  }
}

BusyLoops::~BusyLoops() {
  end();
}

void BusyLoops::end() {
  for (const pid_t process : processes_)
    ::kill(process, SIGKILL);
  for (const pid_t process : processes_)
    ::waitpid(process, nullptr, 0);
}

}  // namespace shm::bench
