#pragma once

#include <gst/video/video.h>

#include <optional>

#include "mapped_frame.hpp"
#include "shm/packed_yuv.hpp"

namespace shm {

/// How libshm reads frames of `in` where it can make `out` of them, without pixels: the rest is
/// GstVideoConverter's.
std::optional<PackedYuv> packed_yuv(const GstVideoInfo& in, const GstVideoInfo& out);

/// The pixels of a frame that is read so.
PackedYuv pixels_of(MappedFrame& frame, PackedYuv yuv);

}  // namespace shm
