#include "thread_demand.hpp"

namespace shm {
namespace {

/// Of a frame's duration: what is left is for what else the machine does, and for slower frames.
constexpr double bearable_share = 0.75;
constexpr GstClockTime usual_frame = GST_SECOND / 30;

}  // namespace

void ThreadDemand::restart(bool live, GstClockTime frame) {
  recent_ = TimeWindow(window);
  const GstClockTime duration = GST_CLOCK_TIME_IS_VALID(frame) ? frame : usual_frame;
  bearable_ms_ = bearable_share * double(duration) / GST_MSECOND;
  threads_ = live ? 1 : all;
}

void ThreadDemand::measure(double ms) {
  recent_.add(ms);
  if (recent_.full() && recent_.quantile(0.5) > bearable_ms_) threads_ = all;
}

}  // namespace shm
