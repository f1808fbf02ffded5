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

}  // namespace shm
