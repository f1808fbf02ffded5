// SPDX-License-Identifier: MIT
// Buffers of every raw format as libshm reads them.
#pragma once

#include <gst/video/video.h>

#include <optional>

#include "mapped_frame.hpp"
#include "shm/raw_video.hpp"

namespace shm {

/// Reads frames where they lie, as far as their samples are bytes or words; others are first
/// unpacked by GStreamer.
class FrameReader {
 public:
  explicit FrameReader(const GstVideoInfo& info);

  /// Valid until the next one, and while the frame is mapped.
  RawVideo read(MappedFrame& frame);

 private:
  void unpack(const GstVideoFrame& frame);

  std::optional<OwnFrame> unpacked_;
};

}  // namespace shm
