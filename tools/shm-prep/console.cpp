// SPDX-License-Identifier: MIT
// A batch on the terminal.

#include "console.hpp"

#include <cstdio>
#include <utility>

#include "common/program.hpp"

namespace shm::tools {

void Console::started(const BatchPlan& plan) {
  const std::string before = std::to_string(plan.present) + " pictures done before";
  if (plan.todo == 0) return say("nothing to do, " + before);
  say(std::to_string(plan.todo) + " pictures to do, " + before + "; " +
      std::to_string(plan.workers) + " side by side, at most " + memory_text(plan.worker_memory) +
      " each");
  progress_.emplace("pictures", std::int64_t(plan.todo));
}

void Console::finished(const std::string&) {
  if (std::exchange(failed_, false))
    progress_->fail();
  else
    progress_->advance();
}

void Console::fault(const Fault& fault) {
  failed_ = progress_.has_value();
  say("error: " + fault.name + ": " + fault.what);
}

void Console::noted(const Fault& note) {
  say("note: " + note.name + ": " + note.what);
}

bool Console::stop() {
  if (interrupted() && !std::exchange(stopping_, true)) say("stopping after the pictures in hand");
  return stopping_;
}

void Console::say(const std::string& line) {
  if (progress_)
    progress_->say(line);
  else
    std::fprintf(stderr, "%s\n", line.c_str());
}

std::string memory_text(std::size_t bytes) {
  return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB";
}

}  // namespace shm::tools
