// SPDX-License-Identifier: MIT
// Where the samples of a mapped frame lie, and what they mean.
#include "video_layout.hpp"

namespace shm {

/// A matrix that is not known is that of BT.601.
ColorEncoding color_encoding(const GstVideoInfo& info) {
  ColorEncoding colors;
  gint offsets[GST_VIDEO_MAX_COMPONENTS], ranges[GST_VIDEO_MAX_COMPONENTS];
  gst_video_color_range_offsets(info.colorimetry.range, info.finfo, offsets, ranges);
  colors.rgb = GST_VIDEO_INFO_IS_RGB(&info);
  colors.black = offsets[0];
  colors.luma_range = ranges[0];
  if (GST_VIDEO_INFO_IS_YUV(&info)) {
    colors.neutral = offsets[1];
    colors.chroma_range = ranges[1];
  }
  gst_video_color_matrix_get_Kr_Kb(info.colorimetry.matrix, &colors.red_share, &colors.blue_share);
  return colors;
}

/// Of words there is P010 alone among formats of a GPU.
RawVideo gpu_video(const GstVideoFrame& frame) {
  RawVideo video = raw_video<const std::uint8_t>(frame);
  const int empty = int(frame.info.finfo->shift[0]);
  if (video.bits == 8 || empty == 0) return video;
  video.bits += empty;
  // GStreamer 1.22 has Cr of P010 one byte behind Cb.
  video.channels[2].data = video.channels[1].data + 2;
  ColorEncoding& colors = video.colors;
  for (double* value : {&colors.black, &colors.luma_range, &colors.neutral, &colors.chroma_range})
    *value *= 1 << empty;
  return video;
}

}  // namespace shm
