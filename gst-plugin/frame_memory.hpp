// SPDX-License-Identifier: MIT
// Whether a frame lies within its memory.
#pragma once

#include <gst/video/video.h>

namespace shm {

/// GStreamer maps a frame by its GstVideoMeta and takes that one's word for where rows lie: whether
/// all of them are in the memory that was mapped. `usual`: how frames of its caps lie without a
/// meta. Strides may be negative.
bool holds_its_rows(const GstVideoFrame& frame, const GstVideoInfo& usual);

}  // namespace shm
