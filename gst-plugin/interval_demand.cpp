// SPDX-License-Identifier: MIT
// How many frames a live stream puts on each look of the network where the machine is slow.
#include "interval_demand.hpp"

#include "frame_time.hpp"

namespace shm {
namespace {

/// Of a frame's duration, where the network sees each frame.
constexpr double bearable_share = 0.95;
/// Of a frame's duration, on average, where it does not: a look takes as long as several frames,
/// which are to be caught up with, and such a machine has others who want some of it.
constexpr double roomy_share = 0.85;
constexpr double easy_share = 0.75;
/// Of a look's time, until it was measured.
constexpr double carried_share = 0.25;

}  // namespace

void IntervalDemand::restart(bool live, GstClockTime frame) {
  frame_ms_ = frame_ms(frame);
  live_ = live;
  carried_ = TimeWindow(window);
  change_to(1);
}

void IntervalDemand::measure(double ms, bool carried) {
  if (!live_) return;
  (carried ? carried_ : seen_).add(ms);
  if (!seen_.full()) return;
  const int bearable = mean_ms(1) > bearable_share * frame_ms_ ? needed(roomy_share) : 1;
  if (bearable > interval_)
    change_to(bearable);
  else if (needed(easy_share) < interval_)
    change_to(interval_ - 1);
}

/// The least interval at which frames take so much of their duration, or the most there is.
int IntervalDemand::needed(double share) const {
  int interval = 1;
  while (interval < most && mean_ms(interval) > share * frame_ms_)
    ++interval;
  return interval;
}

/// What frames would take on average.
double IntervalDemand::mean_ms(int interval) const {
  const double seen = seen_.quantile(0.5);
  const double carried = carried_.empty() ? carried_share * seen : carried_.quantile(0.5);
  return (seen + (interval - 1) * carried) / interval;
}

void IntervalDemand::change_to(int interval) {
  interval_ = interval;
  seen_ = TimeWindow(window);
}

}  // namespace shm
