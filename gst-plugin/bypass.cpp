// SPDX-License-Identifier: MIT
// How far the element stands aside: enabled=false shows frames as they came.
#include "bypass.hpp"

#include <algorithm>

namespace shm {

double Bypass::share(bool enabled, GstClockTime time, int transition) {
  const double wanted = enabled ? 0 : 1;
  const double before = share_.value_or(wanted);
  const double step = this->step(time, transition);
  const double share = std::clamp(wanted, before - step, before + step);
  came_back_ = before == 1 && share < 1;
  last_ = time;
  share_ = share;
  return share;
}

double Bypass::step(GstClockTime time, int transition) const {
  const bool timed = GST_CLOCK_TIME_IS_VALID(time) && GST_CLOCK_TIME_IS_VALID(last_);
  if (transition == 0 || !timed || time <= last_) return 1;
  return double(time - last_) / (double(transition) * GST_MSECOND);
}

}  // namespace shm
