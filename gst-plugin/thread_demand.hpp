#pragma once

#include <gst/gst.h>

#include "time_window.hpp"

namespace shm {

/// How many threads frames need. A live stream gets one, which costs least, until one cannot keep
/// up with it; then it has all, for threads that come and go cost more than they save. What is not
/// live has all from the start: there somebody waits for the end.
class ThreadDemand {
 public:
  static constexpr int all = 0;

  /// `frame`: a frame's duration, GST_CLOCK_TIME_NONE where it is not known.
  void restart(bool live, GstClockTime frame);
  /// Takes in the time a frame took, milliseconds.
  void measure(double ms);
  int threads() const { return threads_; }

 private:
  static constexpr int window = 15;  ///< frames

  TimeWindow recent_{window};
  double bearable_ms_ = 0;
  int threads_ = all;
};

}  // namespace shm
