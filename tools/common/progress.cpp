// SPDX-License-Identifier: MIT
// How far a piece of work is, on a terminal or in a log.
#include "common/progress.hpp"

#include <unistd.h>

#include <cmath>
#include <utility>

namespace shm::tools {
namespace {

constexpr auto terminal_interval = std::chrono::milliseconds(100);
constexpr auto plain_interval = std::chrono::seconds(10);
constexpr const char* erase_line = "\r\033[K";

std::string format(const char* pattern, auto... values) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

/// "0:07", "1:12", "2:03:04".
std::string clock_text(double seconds) {
  const long whole = std::lround(seconds);
  const long hours = whole / 3600;
  const long minutes = whole / 60 % 60;
  if (hours > 0) return format("%ld:%02ld:%02ld", hours, minutes, whole % 60);
  return format("%ld:%02ld", minutes, whole % 60);
}

}  // namespace

std::string progress_text(std::int64_t done, std::int64_t failed, std::int64_t total,
                          const std::string& unit, double seconds) {
  const std::int64_t past = done + failed;
  const double rate = seconds > 0 ? double(past) / seconds : 0;
  std::string text = std::to_string(done);
  if (total > 0) text.append("/").append(std::to_string(total));
  text.append(" ").append(unit);
  if (failed > 0) text.append(", ").append(std::to_string(failed)).append(" failed");
  text.append(format(rate < 10 ? ", %.2f/s" : ", %.1f/s", rate));
  if (total > past && rate > 0)
    text.append(", ").append(clock_text(double(total - past) / rate)).append(" left");
  if (total > 0 && total == past) text.append(", ").append(clock_text(seconds)).append(" in all");
  return text;
}

Progress::Progress(std::string unit, std::int64_t total, std::FILE* out)
    : out_(out), terminal_(::isatty(::fileno(out)) == 1), unit_(std::move(unit)), total_(total) {}

void Progress::advance(std::int64_t count) {
  const std::lock_guard lock(mutex_);
  done_ += count;
  show_in_time();
}

void Progress::fail() {
  const std::lock_guard lock(mutex_);
  ++failed_;
  show_in_time();
}

void Progress::settle() {
  const std::lock_guard lock(mutex_);
  total_ = done_ + failed_;
}

void Progress::show_in_time() {
  if (done_ + failed_ == total_) return;  // finish() says so
  const auto interval = terminal_ ? Clock::duration(terminal_interval) : plain_interval;
  if (Clock::now() - shown_ >= interval) show(false);
}

void Progress::note(const std::string& text) {
  const std::lock_guard lock(mutex_);
  note_ = text;
}

void Progress::say(const std::string& line) {
  const std::lock_guard lock(mutex_);
  std::fprintf(out_, "%s%s\n", terminal_ ? erase_line : "", line.c_str());
  if (terminal_ && !finished_) show(false);
}

void Progress::finish() {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(finished_, true)) show(true);
}

std::string Progress::text() const {
  return progress_text(done_, failed_, total_, unit_, watch_.seconds()) +
         (note_.empty() ? "" : ", " + note_);
}

void Progress::show(bool last) {
  shown_ = Clock::now();
  std::fprintf(out_, "%s%s%s", terminal_ ? erase_line : "", text().c_str(),
               terminal_ && !last ? "" : "\n");
  std::fflush(out_);
}

}  // namespace shm::tools
