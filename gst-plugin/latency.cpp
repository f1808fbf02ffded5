// SPDX-License-Identifier: MIT
// The latency that live pipelines are told, in steps.
#include "latency.hpp"

#include <algorithm>
#include <cmath>

#include "frame_time.hpp"
#include "time_window.hpp"

namespace shm {

namespace {

constexpr GstClockTime step = 10 * GST_MSECOND;
constexpr GstClockTime least_window = 2 * GST_SECOND;
constexpr GstClockTime frames_of_window = 10;  // at least, of which nine tenths leave one out
constexpr std::size_t least_frames = 2;        // one may be any

}  // namespace

void Latency::restart() {
  recent_.clear();
  reported_ = 0;
}

void Latency::set_frame(GstClockTime duration) {
  const auto frame = GstClockTime(frame_ms(duration) * double(GST_MSECOND));
  window_ = std::max(least_window, frames_of_window * frame);
  recent_.clear();
}

bool Latency::measure(double ms, GstClockTime now) {
  if (recent_.empty()) since_ = now;
  recent_.push_back({now, ms});
  forget_before(now - std::min(now, window_));
  if (recent_.size() < least_frames) return false;
  const GstClockTime needed = GstClockTime(std::ceil(quantile() * GST_MSECOND / step)) * step;
  // Of two neighbouring steps the higher one stays, else it would change with the noise.
  const bool falls = needed + step < reported_ && now - since_ >= window_;
  if (needed <= reported_ && !falls) return false;
  reported_ = needed;
  since_ = now;
  return true;
}

void Latency::forget_before(GstClockTime time) {
  const auto last = recent_.end() - std::ptrdiff_t(std::min(recent_.size(), least_frames));
  recent_.erase(recent_.begin(), std::find_if(recent_.begin(), last, [&](const Frame& frame) {
                  return frame.end > time;
                }));
}

double Latency::quantile() {
  sorted_.clear();
  for (const Frame& frame : recent_)
    sorted_.push_back(frame.ms);
  return quantile_of(sorted_, 0.9);
}

}  // namespace shm
