// SPDX-License-Identifier: MIT
// Buffers of every raw format as libshm reads them.
#include "frame_reader.hpp"

#include "video_layout.hpp"

namespace shm {
namespace {

/// Whether each sample is a byte, or a word, of its own, and lies where GStreamer 1.22 says: it
/// does not know its way in VYUY and in planes of several words.
bool is_direct(const GstVideoFormatInfo* format) {
  constexpr int elsewhere =
      GST_VIDEO_FORMAT_FLAG_COMPLEX | GST_VIDEO_FORMAT_FLAG_TILED | GST_VIDEO_FORMAT_FLAG_PALETTE;
  if ((int(format->flags) & elsewhere) != 0 || format->pixel_stride[0] == 0) return false;
  for (guint i = 1; i < format->n_components; ++i)
    if (format->depth[i] != format->depth[0] || format->shift[i] != 0) return false;
  if (format->depth[0] == 8) return format->format != GST_VIDEO_FORMAT_VYUY;
  const bool planar = format->plane[format->n_components - 1] + 1 == format->n_components;
  return format->depth[0] > 8 && planar && GST_VIDEO_FORMAT_INFO_IS_LE(format) &&
         G_BYTE_ORDER == G_LITTLE_ENDIAN;
}

/// GStreamer brings samples of any depth to the range of all bits.
void scale_to(int bits, const GstVideoFormatInfo* source, ColorEncoding& colors) {
  const double scale = double((1 << bits) - 1) / double((1 << source->depth[0]) - 1);
  for (double* value : {&colors.black, &colors.luma_range, &colors.neutral, &colors.chroma_range})
    *value *= scale;
}

/// Of samples that GStreamer has repeated for each pixel, those that were there.
void take_own_chroma(RawVideo& video, const GstVideoFrame& source) {
  if (source.info.finfo->n_components < 3 || GST_VIDEO_FRAME_IS_INTERLACED(&source)) return;
  video.across = int(GST_VIDEO_FORMAT_INFO_W_SUB(source.info.finfo, 1));
  video.down = int(GST_VIDEO_FORMAT_INFO_H_SUB(source.info.finfo, 1));
  video.cosited_across = is_cosited(source.info, GST_VIDEO_CHROMA_SITE_H_COSITED);
  video.cosited_down = is_cosited(source.info, GST_VIDEO_CHROMA_SITE_V_COSITED);
  for (std::size_t i = 1; i < 3; ++i) {
    video.channels[i].step <<= video.across;
    video.channels[i].stride <<= video.down;
  }
}

/// GStreamer 1.22 leaves the lower bits empty where alpha has fewer than the colours.
bool has_coarse_alpha(const GstVideoFormatInfo* format) {
  return format->depth[3] > 0 && format->depth[3] < format->depth[0];
}

/// Of one row, of pixels of four words, alpha first.
void repeat_alpha_bits(guint depth, int width, guint16* row) {
  const guint white = (1U << depth) - 1;
  for (int x = 0; x < width; ++x, row += 4)
    *row = guint16((*row >> (16 - depth)) * 0xFFFFU / white);
}

/// Rows begin at multiples of 8 bytes: elsewhere GStreamer 1.22 mistakes VYUY.
GstVideoInfo unpacked_like(const GstVideoInfo& info) {
  GstVideoInfo unpacked;
  gst_video_info_set_format(&unpacked, info.finfo->unpack_format, GST_ROUND_UP_2(guint(info.width)),
                            guint(info.height));
  return unpacked;
}

}  // namespace

FrameReader::FrameReader(const GstVideoInfo& info) {
  if (!is_direct(info.finfo)) unpacked_.emplace(unpacked_like(info));
}

RawVideo FrameReader::read(MappedFrame& frame) {
  const GstVideoFrame& source = *frame.get();
  if (!unpacked_) return raw_video<const std::uint8_t>(source);
  unpack(source);
  RawVideo video = raw_video<const std::uint8_t>(*unpacked_->frame().get());
  video.width = source.info.width;
  video.colors = color_encoding(source.info);
  scale_to(video.bits, source.info.finfo, video.colors);
  take_own_chroma(video, source);
  if (GST_VIDEO_INFO_IS_GRAY(&source.info)) video.channels[1] = video.channels[2] = {};
  if (source.info.finfo->depth[3] == 0) video.channels[3] = {};
  return video;
}

void FrameReader::unpack(const GstVideoFrame& frame) {
  const GstVideoFormatInfo* format = frame.info.finfo;
  const auto flags = GST_VIDEO_FRAME_IS_INTERLACED(&frame) ? GST_VIDEO_PACK_FLAG_INTERLACED
                                                           : GST_VIDEO_PACK_FLAG_NONE;
  GstVideoFrame* to = unpacked_->frame().get();
  auto* row = static_cast<guint8*>(GST_VIDEO_FRAME_PLANE_DATA(to, 0));
  for (int y = 0; y < frame.info.height; ++y, row += GST_VIDEO_FRAME_PLANE_STRIDE(to, 0)) {
    format->unpack_func(format, flags, row, frame.data, frame.info.stride, 0, y, frame.info.width);
    if (has_coarse_alpha(format))
      repeat_alpha_bits(format->depth[3], frame.info.width, reinterpret_cast<guint16*>(row));
  }
}

}  // namespace shm
