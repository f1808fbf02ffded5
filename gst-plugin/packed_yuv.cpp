#include "packed_yuv.hpp"

#include "formats.hpp"

namespace shm {
namespace {

/// Where luma, Cb and Cr lie in two pixels.
bool place_channels(GstVideoFormat format, PackedYuv& yuv) {
  const auto placed = [&](int luma, int cb, int cr) {
    yuv.luma = luma;
    yuv.cb = cb;
    yuv.cr = cr;
    return true;
  };
  switch (format) {
    case GST_VIDEO_FORMAT_YUY2: return placed(0, 1, 3);
    case GST_VIDEO_FORMAT_YVYU: return placed(0, 3, 1);
    case GST_VIDEO_FORMAT_UYVY: return placed(1, 0, 2);
    default: return false;
  }
}

bool place_colors(const GstVideoInfo& info, PackedYuv& yuv) {
  gint offsets[GST_VIDEO_MAX_COMPONENTS], ranges[GST_VIDEO_MAX_COMPONENTS];
  gst_video_color_range_offsets(info.colorimetry.range, info.finfo, offsets, ranges);
  yuv.luma_range = ranges[0];
  yuv.chroma_range = ranges[1];
  yuv.cosited = (info.chroma_site & GST_VIDEO_CHROMA_SITE_H_COSITED) != 0;
  return gst_video_color_matrix_get_Kr_Kb(info.colorimetry.matrix, &yuv.red_share,
                                          &yuv.blue_share) != FALSE;
}

bool is_plain_rgb(const GstVideoInfo& info) {
  return GST_VIDEO_INFO_IS_RGB(&info) &&
         layout_of(pixel_format(GST_VIDEO_INFO_FORMAT(&info))).bytes == 4 &&
         info.colorimetry.matrix == GST_VIDEO_COLOR_MATRIX_RGB &&
         info.colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255;
}

}  // namespace

std::optional<PackedYuv> packed_yuv(const GstVideoInfo& in, const GstVideoInfo& out) {
  PackedYuv yuv;
  yuv.width = in.width;
  yuv.height = in.height;
  const bool known = place_channels(GST_VIDEO_INFO_FORMAT(&in), yuv) && place_colors(in, yuv);
  if (!known || !is_plain_rgb(out)) return std::nullopt;
  return yuv;
}

PackedYuv pixels_of(MappedFrame& frame, PackedYuv yuv) {
  yuv.data = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(frame.get(), 0));
  yuv.stride = GST_VIDEO_FRAME_PLANE_STRIDE(frame.get(), 0);
  return yuv;
}

}  // namespace shm
