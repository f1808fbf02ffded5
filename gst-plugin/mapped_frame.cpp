// SPDX-License-Identifier: MIT
// A video buffer's pixels, mapped for as long as they are used.
#include "mapped_frame.hpp"

#include "formats.hpp"
#include "frame_memory.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// A GstVideoMeta has the last word on a buffer's layout: it must not be another frame's.
bool fits(const GstVideoInfo& info, GstBuffer* buffer) {
  const GstVideoMeta* meta = gst_buffer_get_video_meta(buffer);
  if (meta == nullptr) return true;
  return meta->format == GST_VIDEO_INFO_FORMAT(&info) && int(meta->width) >= info.width &&
         int(meta->height) >= info.height;
}

}  // namespace

MappedFrame::MappedFrame(const GstVideoInfo& info, GstBuffer* buffer, GstMapFlags flags)
    : width_(info.width), height_(info.height) {
  if (!fits(info, buffer)) throw BadInput("frame: its GstVideoMeta contradicts its caps");
  const auto no_ref = GstMapFlags(int(flags) | int(GST_VIDEO_FRAME_MAP_FLAG_NO_REF));
  if (!gst_video_frame_map(&frame_, &info, buffer, no_ref)) {
    throw BadInput("frame: its memory is not what its caps say, or cannot be mapped");
  }
  if (gst_buffer_get_video_meta(buffer) == nullptr || holds_its_rows(frame_, info)) return;
  gst_video_frame_unmap(&frame_);
  throw BadInput("frame: by its GstVideoMeta it lies outside its memory");
}

MutableImageView MappedFrame::view() {
  return {static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame_, 0)), width_, height_,
          GST_VIDEO_FRAME_PLANE_STRIDE(&frame_, 0), pixel_format(GST_VIDEO_FRAME_FORMAT(&frame_))};
}

}  // namespace shm
