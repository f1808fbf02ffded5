// SPDX-License-Identifier: MIT
// Where the samples of a mapped frame lie, and what they mean.
#pragma once

#include <gst/video/video.h>

#include "shm/raw_video.hpp"

namespace shm {

ColorEncoding color_encoding(const GstVideoInfo& info);

/// The curve of a high dynamic range; nullptr: there is none.
inline const char* hdr_name(const GstVideoInfo& info) {
  switch (info.colorimetry.transfer) {
    case GST_VIDEO_TRANSFER_SMPTE2084: return "PQ";
    case GST_VIDEO_TRANSFER_ARIB_STD_B67: return "HLG";
    default: return nullptr;
  }
}

inline bool is_cosited(const GstVideoInfo& info, GstVideoChromaSite direction) {
  return (info.chroma_site & direction) != 0;
}

/// A frame whose samples are bytes or words of their own.
template <typename Byte>
BasicRawVideo<Byte> raw_video(const GstVideoFrame& frame) {
  const GstVideoFormatInfo* format = frame.info.finfo;
  BasicRawVideo<Byte> video;
  video.width = frame.info.width;
  video.height = frame.info.height;
  video.bits = int(format->depth[0]);
  video.colors = color_encoding(frame.info);
  video.interlaced = GST_VIDEO_FRAME_IS_INTERLACED(&frame);
  video.cosited_across = is_cosited(frame.info, GST_VIDEO_CHROMA_SITE_H_COSITED);
  video.cosited_down = is_cosited(frame.info, GST_VIDEO_CHROMA_SITE_V_COSITED);
  for (guint i = 0; i < format->n_components; ++i)
    video.channels[i] = {static_cast<Byte*>(GST_VIDEO_FRAME_COMP_DATA(&frame, i)),
                         GST_VIDEO_FRAME_COMP_STRIDE(&frame, i),
                         GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, i)};
  if (format->n_components < 3) return video;
  video.across = int(GST_VIDEO_FORMAT_INFO_W_SUB(format, 1));
  video.down = int(GST_VIDEO_FORMAT_INFO_H_SUB(format, 1));
  return video;
}

/// A frame that libshm reads where it lies, at whatever address: of bytes, or of words whose lower
/// bits are empty.
RawVideo gpu_video(const GstVideoFrame& frame);

}  // namespace shm
