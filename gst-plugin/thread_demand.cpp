// SPDX-License-Identifier: MIT
// How many threads a live stream needs.
#include "thread_demand.hpp"

#include <algorithm>
#include <utility>

#include "frame_time.hpp"

namespace shm {
namespace {

/// Of a frame's duration: what is left is for what else the machine does, and for slower frames.
constexpr double bearable_share = 0.9;
/// Of a frame's duration: with so little work in it, one thread may well do.
constexpr double easy_share = 0.75;
/// Of what one thread took: all threads must take less.
constexpr double sooner_share = 0.9;
constexpr int first_patience = 300;  // frames, about ten seconds
constexpr int longest_patience = 32 * first_patience;

}  // namespace

void ThreadDemand::restart(bool live, GstClockTime frame) {
  frame_ms_ = frame_ms(frame);
  live_ = live;
  patience_ = first_patience;
  change_to(live ? 1 : all, window);
}

void ThreadDemand::measure(double ms, double work_ms) {
  recent_.add(ms);
  work_.add(work_ms);
  ++frames_;
  if (!live_ || frames_ < least_frames_) return;
  threads_ == 1 ? consider_all() : consider_one();
}

void ThreadDemand::consider_all() {
  alone_ms_ = recent_.quantile(0.5);
  if (alone_ms_ > bearable_share * frame_ms_) change_to(all, window);
}

void ThreadDemand::consider_one() {
  const double median = recent_.quantile(0.5);
  const double most = std::max(median, work_.quantile(0.5));
  if (median > sooner_share * alone_ms_) {
    change_to(1, next_patience());
  } else if (frames_ >= patience_ && most < easy_share * frame_ms_) {
    next_patience();
    change_to(1, window);
  }
}

int ThreadDemand::next_patience() {
  return std::exchange(patience_, std::min(2 * patience_, longest_patience));
}

void ThreadDemand::change_to(int threads, int least_frames) {
  threads_ = threads;
  least_frames_ = least_frames;
  recent_ = TimeWindow(window);
  work_ = TimeWindow(window);
  frames_ = 0;
}

}  // namespace shm
