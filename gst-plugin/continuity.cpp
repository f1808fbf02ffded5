// SPDX-License-Identifier: MIT
// Whether a frame follows the one before it or begins a new scene.
#include "continuity.hpp"

namespace shm {

void Continuity::restart(GstClockTime frame) {
  frame_ = frame;
  reset();
}

bool Continuity::follows(GstClockTime time, GstClockTime duration) {
  if (!GST_CLOCK_TIME_IS_VALID(time)) return true;
  const bool first = !GST_CLOCK_TIME_IS_VALID(start_);
  const bool follows = first || (time >= start_ && time <= end_ + longest_gap);
  const GstClockTime length = GST_CLOCK_TIME_IS_VALID(duration) ? duration : frame_;
  start_ = time;
  end_ = GST_CLOCK_TIME_IS_VALID(length) ? time + length : time;
  return follows;
}

}  // namespace shm
