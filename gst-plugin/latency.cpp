#include "latency.hpp"

#include <cmath>

namespace shm {

void Latency::restart() {
  recent_ = TimeWindow(30);
  reported_ = 0;
}

bool Latency::measure(double ms) {
  constexpr double step_ms = 10;
  recent_.add(ms);
  // Rounded down, this quantile passes over one outlier in the first ten frames, such as the first.
  const double steps = std::ceil(recent_.quantile(0.9) / step_ms);
  const auto needed = GstClockTime(steps * step_ms) * GST_MSECOND;
  if (needed <= reported_) return false;
  reported_ = needed;
  return true;
}

}  // namespace shm
