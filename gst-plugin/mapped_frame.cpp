#include "mapped_frame.hpp"

#include "formats.hpp"
#include "shm/error.hpp"

namespace shm {

MappedFrame::MappedFrame(const GstVideoInfo& info, GstBuffer* buffer, GstMapFlags flags)
    : width_(info.width), height_(info.height) {
  const auto no_ref = GstMapFlags(int(flags) | int(GST_VIDEO_FRAME_MAP_FLAG_NO_REF));
  if (!gst_video_frame_map(&frame_, &info, buffer, no_ref)) {
    throw BadInput("frame: its memory cannot be mapped as its caps say");
  }
  // A GstVideoMeta has the last word on a buffer's layout, even where it contradicts the caps.
  const GstVideoInfo& mapped = frame_.info;
  if (mapped.width < width_ || mapped.height < height_ || mapped.finfo != info.finfo) {
    gst_video_frame_unmap(&frame_);
    throw BadInput("frame: its GstVideoMeta contradicts its caps");
  }
}

MutableImageView MappedFrame::view() {
  return {static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame_, 0)), width_, height_,
          GST_VIDEO_FRAME_PLANE_STRIDE(&frame_, 0), pixel_format(GST_VIDEO_FRAME_FORMAT(&frame_))};
}

}  // namespace shm
