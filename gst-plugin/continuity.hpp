// SPDX-License-Identifier: MIT
// Whether a frame follows the one before it or begins a new scene.
#pragma once

#include <gst/gst.h>

namespace shm {

/// Whether a frame shows the moment after the one before it, so that what was learnt from that one
/// still holds. Time alone tells: DISCONT says that frames are missing, as after every drop on a
/// busy machine, and a few missing frames change little.
class Continuity {
 public:
  static constexpr GstClockTime longest_gap = GST_SECOND / 2;

  /// `frame`: a frame's usual duration, GST_CLOCK_TIME_NONE where it is not known.
  void restart(GstClockTime frame);
  /// The next frame is a first one.
  void reset() { end_ = start_ = GST_CLOCK_TIME_NONE; }

  /// Takes in a frame's time and duration; false where that time lies before the last frame's, or
  /// more than the longest gap behind its end. A frame without a time follows on any.
  bool follows(GstClockTime time, GstClockTime duration);

 private:
  GstClockTime frame_ = GST_CLOCK_TIME_NONE;
  GstClockTime start_ = GST_CLOCK_TIME_NONE;  ///< of the last frame that had a time
  GstClockTime end_ = GST_CLOCK_TIME_NONE;
};

}  // namespace shm
