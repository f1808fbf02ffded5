#include "thread_demand.hpp"

namespace shm {
namespace {

/// Of a frame's duration: what is left is for what else the machine does, and for slower frames.
constexpr double bearable_share = 0.9;
/// Of a frame's duration: with all threads so fast, one may well do.
constexpr double easy_share = 0.4;
constexpr GstClockTime usual_frame = GST_SECOND / 30;

}  // namespace

void ThreadDemand::restart(bool live, GstClockTime frame) {
  const GstClockTime duration = GST_CLOCK_TIME_IS_VALID(frame) ? frame : usual_frame;
  frame_ms_ = double(duration) / GST_MSECOND;
  live_ = live;
  patience_ = first_patience;
  change_to(live ? 1 : all);
}

void ThreadDemand::measure(double ms) {
  recent_.add(ms);
  ++frames_;
  if (!live_ || !recent_.full()) return;
  const double median = recent_.quantile(0.5);
  if (threads_ == 1 && median > bearable_share * frame_ms_) {
    change_to(all);
  } else if (threads_ == all && frames_ >= patience_ && median < easy_share * frame_ms_) {
    patience_ *= 2;
    change_to(1);
  }
}

void ThreadDemand::change_to(int threads) {
  threads_ = threads;
  recent_ = TimeWindow(window);
  frames_ = 0;
}

}  // namespace shm
