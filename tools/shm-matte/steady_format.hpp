// SPDX-License-Identifier: MIT
// The format that a video keeps from its first frame on.
#pragma once

#include "common/gst.hpp"

namespace shm::tools {

/// Frames keep size, pixels' shape and rate of the first: muxers and encoders cannot change them on
/// their way. They are written with the colours that they came in: transfer, primaries and matrix.
/// What is high dynamic range, or of a size that is not matted, ends the pipeline with an error.
class SteadyFormat {
 public:
  /// Watches what comes to the element "video" and sets the filters "size", "matted" and "written",
  /// and what the encoder "prores" writes, where there is one. Must outlive the playing.
  explicit SteadyFormat(const Pipeline& pipeline);

  /// Whether frames were scaled to the size of the first.
  bool scaled() const { return scaled_; }

 private:
  static GstPadProbeReturn on_event(GstPad* pad, GstPadProbeInfo* info, gpointer self);
  void begin(const GstCaps* caps);
  void refuse(const std::string& reason) const;
  CapsPtr steadied(const GstCaps* caps);

  const ElementPtr video_;
  const ElementPtr size_;
  const ElementPtr matted_;
  const ElementPtr written_;
  const ElementPtr prores_;
  CapsPtr first_;
  bool scaled_ = false;
};

}  // namespace shm::tools
