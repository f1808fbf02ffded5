// SPDX-License-Identifier: MIT
// Which frames would be shown too late to be worth their work.
#pragma once

#include <gst/gst.h>

#include <mutex>
#include <optional>

#include "time_window.hpp"

namespace shm {

/// Which frames are not worth their work, since they would be shown too late: those that come so
/// late that the sink, which has lately complained, cannot have them in time, while a fresher one
/// follows at once. All times are running times. The sink's threads may report while the streaming
/// thread asks.
class LateFrames {
 public:
  static constexpr GstClockTime memory = 5 * GST_SECOND;         ///< of a sink's complaint
  static constexpr GstClockTime longest_pause = GST_SECOND / 2;  ///< between frames, by drops

  /// `frame`: a frame's duration, GST_CLOCK_TIME_NONE where it is not known.
  void restart(GstClockTime frame);
  /// At a flush, a segment, a change of state: what was told of earlier frames holds no more.
  void reset();

  /// How long after its time a frame is shown.
  void set_latency(GstClockTime latency);
  /// A frame came to the sink so much too late, or early.
  void report(GstClockTimeDiff late, GstClockTime now);
  /// Takes in the time that a frame took, milliseconds.
  void measure(double ms, GstClockTime now);

  /// By how much a frame that begins now would come too late, where it is to be dropped.
  std::optional<GstClockTimeDiff> late(GstClockTime time, GstClockTime now);

 private:
  static constexpr int window = 8;  ///< frames

  bool is_stale(GstClockTimeDiff age);
  bool may_drop(GstClockTime now) const;

  std::mutex mutex_;
  TimeWindow took_{window};
  GstClockTime frame_ = GST_CLOCK_TIME_NONE;
  GstClockTime latency_ = GST_CLOCK_TIME_NONE;
  GstClockTime complaint_ = GST_CLOCK_TIME_NONE;  ///< when the sink last had a late frame
  GstClockTime worked_ = GST_CLOCK_TIME_NONE;     ///< when the last frame was ready
  std::optional<GstClockTimeDiff> freshest_;      ///< the least age at which frames come
};

}  // namespace shm
