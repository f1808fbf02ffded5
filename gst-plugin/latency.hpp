// SPDX-License-Identifier: MIT
// The latency that live pipelines are told, in steps.
#pragma once

#include <gst/gst.h>

#include <atomic>
#include <cstddef>

#include "time_window.hpp"

namespace shm {

/// How long the element keeps a frame, as it is told to live pipelines: what nine in ten of the
/// latest seconds' frames needed, in steps, for each change makes the whole pipeline redistribute
/// its latency. It grows at once, passing over single frames such as the first, and falls when it
/// has long been too much.
class Latency {
 public:
  void restart();
  /// What is to come is so long, GST_CLOCK_TIME_NONE where it is not known.
  void set_frame(GstClockTime duration);
  /// Takes in the time a frame took, milliseconds; true where the latency to report has changed.
  bool measure(double ms);
  GstClockTime reported() const { return reported_; }

 private:
  std::size_t window_ = 60;  ///< frames, about two seconds
  TimeWindow recent_{window_};
  std::size_t frames_ = 0;  ///< since it was first measured, or changed
  std::atomic<GstClockTime> reported_ = 0;
};

}  // namespace shm
