// SPDX-License-Identifier: MIT
// Counts the frames that leave an element.
#pragma once

#include <atomic>

#include "common/gst.hpp"

namespace shm::tools {

/// Must outlive the playing.
class FrameCount {
 public:
  explicit FrameCount(GstElement* element);

  bool any() const { return any_; }
  /// Since it was last asked.
  int take() { return count_.exchange(0); }
  /// 0 where it is not known.
  double frame_rate() const;

 private:
  static GstPadProbeReturn on_buffer(GstPad* pad, GstPadProbeInfo* info, gpointer self);

  PadPtr pad_;
  std::atomic<bool> any_ = false;
  std::atomic<int> count_ = 0;
};

}  // namespace shm::tools
