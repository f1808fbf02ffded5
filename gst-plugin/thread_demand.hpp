#pragma once

#include <gst/gst.h>

#include "time_window.hpp"

namespace shm {

/// How many threads frames need. A live stream gets one, which costs least, until one cannot keep
/// up with it; then it has all. Once they have long been more than fast enough it is tried with one
/// again, each time later, for a change costs a frame. What is not live has all from the start:
/// there somebody waits for the end.
class ThreadDemand {
 public:
  static constexpr int all = 0;

  /// `frame`: a frame's duration, GST_CLOCK_TIME_NONE where it is not known.
  void restart(bool live, GstClockTime frame);
  /// Takes in the time a frame took, milliseconds.
  void measure(double ms);
  int threads() const { return threads_; }

 private:
  static constexpr int window = 30;           ///< frames
  static constexpr int first_patience = 300;  ///< frames, about ten seconds

  void change_to(int threads);

  TimeWindow recent_{window};
  double frame_ms_ = 0;
  bool live_ = false;
  int threads_ = all;
  int frames_ = 0;  ///< with these threads
  int patience_ = first_patience;
};

}  // namespace shm
