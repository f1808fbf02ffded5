// SPDX-License-Identifier: MIT
// How far a piece of work is, on a terminal or in a log.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>

#include "shm/stop_watch.hpp"

namespace shm::tools {

/// "312/1334 pictures, 2 failed, 14.2/s, 1:12 left"; without a total (0) "312 pictures, 14.2/s".
/// `done` are those that did not fail.
std::string progress_text(std::int64_t done, std::int64_t failed, std::int64_t total,
                          const std::string& unit, double seconds);

/// Shows how far a piece of work is: on a terminal one line that is written over, elsewhere a plain
/// line every ten seconds and one at the end. For use from any thread.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  /// `unit` is the plural of what is counted, `total` 0 where it is not known.
  Progress(std::string unit, std::int64_t total, std::FILE* out = stderr);
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::int64_t count = 1);
  /// The same of one that failed.
  void fail();
  /// There is no more than what was done: the total was a guess.
  void settle();
  /// Shown behind the progress from now on: "loss 0.12".
  void note(const std::string& text);
  /// Prints a line of its own, so that it does not run into the line that is written over.
  void say(const std::string& line);
  /// Prints the last state; once.
  void finish();

 private:
  std::string text() const;
  void show(bool last);
  void show_in_time();

  std::mutex mutex_;
  std::FILE* out_;
  bool terminal_;
  std::string unit_;
  std::int64_t total_;
  std::int64_t done_ = 0;
  std::int64_t failed_ = 0;
  StopWatch watch_;
  Clock::time_point shown_ = Clock::now();
  bool finished_ = false;
  std::string note_;
};

}  // namespace shm::tools
