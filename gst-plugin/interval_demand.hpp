// SPDX-License-Identifier: MIT
// How many frames a live stream puts on each look of the network where the machine is slow.
#pragma once

#include <gst/gst.h>

#include "time_window.hpp"

namespace shm {

/// How many frames a live stream may put on each look of the network, so that frames keep their
/// pace where the machine is slow or busy: 1, until frames take longer than they last; then as
/// few more as it takes. Between looks alpha is carried along with what moves.
class IntervalDemand {
 public:
  static constexpr int most = 4;

  /// `frame`: a frame's duration, GST_CLOCK_TIME_NONE where it is not known.
  void restart(bool live, GstClockTime frame);
  /// Takes in the time of a frame that the network saw, or whose alpha was carried, milliseconds.
  void measure(double ms, bool carried);
  int interval() const { return interval_; }

 private:
  static constexpr int window = 8;  ///< frames

  int needed(double share) const;
  double mean_ms(int interval) const;
  void change_to(int interval);

  TimeWindow seen_{window}, carried_{window};
  double frame_ms_ = 0;
  bool live_ = false;
  int interval_ = 1;
};

}  // namespace shm
