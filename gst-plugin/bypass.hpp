// SPDX-License-Identifier: MIT
// How far the element stands aside: enabled=false shows frames as they came.
#pragma once

#include <gst/gst.h>

#include <optional>

namespace shm {

/// Says of each frame how much of it is shown as it came, and fades from one to the other.
class Bypass {
 public:
  /// The first frame is what the next ones are: nothing fades.
  void restart() { share_.reset(); }

  /// Of a frame at that running time: 0 (matted) to 1 (as it came). `transition`: of a fade from
  /// one end to the other, ms. Frames without a time, or whose time stands still, do not fade.
  double share(bool enabled, GstClockTime time, int transition);

  /// Whether the frame before the one in hand was the last one that came as it was: what the engine
  /// remembers is older than that.
  bool came_back() const { return came_back_; }

 private:
  double step(GstClockTime time, int transition) const;

  std::optional<double> share_;  ///< of the last frame
  bool came_back_ = false;
  GstClockTime last_ = GST_CLOCK_TIME_NONE;
};

}  // namespace shm
