#include "latency.hpp"

#include <cmath>

namespace shm {

namespace {

constexpr GstClockTime step = 10 * GST_MSECOND;

}  // namespace

void Latency::restart() {
  recent_ = TimeWindow(window);
  frames_ = 0;
  reported_ = 0;
}

bool Latency::measure(double ms) {
  recent_.add(ms);
  if (++frames_ < 2) return false;  // one may be any
  const double steps = std::ceil(recent_.quantile(0.9) * GST_MSECOND / double(step));
  const GstClockTime needed = GstClockTime(steps) * step;
  // Of two neighbouring steps the higher one stays, else it would change with the noise.
  const bool falls = needed + step < reported_ && frames_ >= window;
  if (needed <= reported_ && !falls) return false;
  reported_ = needed;
  frames_ = 1;
  return true;
}

}  // namespace shm
