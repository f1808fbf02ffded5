// SPDX-License-Identifier: MIT
// The latency that live pipelines are told, in steps.
#include "latency.hpp"

#include <algorithm>
#include <cmath>

#include "frame_time.hpp"

namespace shm {

namespace {

constexpr GstClockTime step = 10 * GST_MSECOND;
constexpr double window_ms = 2000;
constexpr std::size_t least_window = 10;  // frames, of which nine tenths leave one out

}  // namespace

void Latency::restart() {
  recent_ = TimeWindow(window_);
  frames_ = 0;
  reported_ = 0;
}

void Latency::set_frame(GstClockTime duration) {
  window_ = std::max(least_window, std::size_t(std::lround(window_ms / frame_ms(duration))));
  recent_ = TimeWindow(window_);
  frames_ = 0;
}

bool Latency::measure(double ms) {
  recent_.add(ms);
  if (++frames_ < 2) return false;  // one may be any
  const double steps = std::ceil(recent_.quantile(0.9) * GST_MSECOND / double(step));
  const GstClockTime needed = GstClockTime(steps) * step;
  // Of two neighbouring steps the higher one stays, else it would change with the noise.
  const bool falls = needed + step < reported_ && frames_ >= window_;
  if (needed <= reported_ && !falls) return false;
  reported_ = needed;
  frames_ = 1;
  return true;
}

}  // namespace shm
