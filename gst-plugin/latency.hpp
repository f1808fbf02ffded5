#pragma once

#include <gst/gst.h>

#include <atomic>

#include "time_window.hpp"

namespace shm {

/// How long the element keeps a frame, as it is told to live pipelines. It only grows, in steps:
/// each change makes the whole pipeline redistribute its latency.
class Latency {
 public:
  void restart();
  /// Takes in the time a frame took, milliseconds; true where the latency to report has grown.
  bool measure(double ms);
  GstClockTime reported() const { return reported_; }

 private:
  TimeWindow recent_{30};
  std::atomic<GstClockTime> reported_ = 0;
};

}  // namespace shm
