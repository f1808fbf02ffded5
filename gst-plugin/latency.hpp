// SPDX-License-Identifier: MIT
// The latency that live pipelines are told, in steps.
#pragma once

#include <gst/gst.h>

#include <atomic>
#include <vector>

namespace shm {

/// How long the element keeps a frame, as it is told to live pipelines: what nine in ten of the
/// latest seconds' frames needed, in steps, for each change makes the whole pipeline redistribute
/// its latency. It grows at once, passing over single frames such as the first, and falls when it
/// has long been too much. Seconds count, not frames, of which few are measured where the picture
/// rests or most are dropped.
class Latency {
 public:
  void restart();
  /// What is to come is so long, GST_CLOCK_TIME_NONE where it is not known.
  void set_frame(GstClockTime duration);
  /// Takes in the time a frame took, milliseconds, which ended at `now` of any clock; true where
  /// the latency to report has changed.
  bool measure(double ms, GstClockTime now);
  GstClockTime reported() const { return reported_; }

 private:
  struct Frame {
    GstClockTime end;
    double ms;
  };

  void forget_before(GstClockTime time);
  double quantile();

  GstClockTime window_ = 2 * GST_SECOND;
  std::vector<Frame> recent_;
  std::vector<double> sorted_;  ///< kept, so that a frame costs no allocation
  GstClockTime since_ = 0;      ///< when the first was measured, or what is reported changed
  std::atomic<GstClockTime> reported_ = 0;
};

}  // namespace shm
