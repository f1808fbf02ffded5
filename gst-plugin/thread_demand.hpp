// SPDX-License-Identifier: MIT
// How many threads a live stream needs.
#pragma once

#include <gst/gst.h>

#include "time_window.hpp"

namespace shm {

/// How many threads frames need. A live stream gets one, which costs least, until one cannot keep
/// up with it; then it has all, as long as they make frames sooner. Where they do not, since the
/// cores are taken, it goes back within a second and tries later. So it does once frames take so
/// little work that one thread may do. What is not live has all from the start: there somebody
/// waits for the end.
class ThreadDemand {
 public:
  static constexpr int all = 0;

  /// `frame`: a frame's duration, GST_CLOCK_TIME_NONE where it is not known.
  void restart(bool live, GstClockTime frame);
  /// Takes in the time that a frame took and the processor time that went into it, milliseconds.
  void measure(double ms, double work_ms);
  int threads() const { return threads_; }

 private:
  static constexpr int window = 30;  ///< frames, about a second

  void consider_all();
  void consider_one();
  void change_to(int threads, int least_frames);
  int next_patience();

  TimeWindow recent_{window}, work_{window};
  double frame_ms_ = 0;
  double alone_ms_ = 0;  ///< what a frame took with one thread
  bool live_ = false;
  int threads_ = all;
  int frames_ = 0;        ///< with these threads
  int least_frames_ = 0;  ///< with these threads before others are tried
  int patience_ = 0;
};

}  // namespace shm
