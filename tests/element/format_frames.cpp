// SPDX-License-Identifier: MIT
// Frames of every raw format that tests make, and a reader of what comes out.
#include "format_frames.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "pipeline.hpp"

namespace shm {
namespace {

std::array<guint8, 4> color_at(int x, int y, const Size& size) {
  const int across = 255 * x / (size.width - 1), down = 255 * y / (size.height - 1);
  const auto alpha = guint8(255 - across / 3);
  if (y < size.height / 2) return {guint8(across), guint8(down), guint8(across / 2), alpha};
  const int bar = 8 * x / size.width;
  const auto lit = [&](int bit) { return guint8((bar & bit) != 0 ? 255 : 0); };
  if (y < size.height * 3 / 4) return {lit(1), lit(2), lit(4), alpha};
  const unsigned noise = unsigned(x * 7919 + y * 104729) * 2654435761U;
  return {guint8(noise >> 24), guint8(noise >> 16), guint8(noise >> 8), alpha};
}

std::vector<guint8> test_picture(const Size& size) {
  std::vector<guint8> pixels;
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const std::array<guint8, 4> color = color_at(x, y, size);
      pixels.insert(pixels.end(), color.begin(), color.end());
    }
  return pixels;
}

using Frames = std::vector<std::vector<guint8>>;

/// The clip's first seconds, a frame of each, I420.
Frames clip_frames() {
  Pipeline pipeline("filesrc location=" SHM_SOURCE_ROOT
                    "/examples/webcam_man.mp4 ! decodebin ! videoconvert ! videorate ! "
                    "video/x-raw, format=I420, framerate=1/1 ! identity eos-after=7 ! "
                    "appsink name=sink sync=false wait-on-eos=false");
  EXPECT_EQ(pipeline.play(180 * GST_SECOND), "");
  Frames frames;
  for (const BufferPtr& frame : pipeline.frames())
    frames.push_back(bytes_of(frame.get()));
  return frames;
}

/// What becomes a frame of any format and size.
struct Source {
  GstVideoInfo info;
  std::vector<guint8> bytes;
};

Source source_of(const Size& size) {
  if (size.second == 0) return {info_of(GST_VIDEO_FORMAT_RGBA, size), test_picture(size)};
  static const Frames clip = clip_frames();
  return {info_of(GST_VIDEO_FORMAT_I420, {400, 300, 0}), clip.at(std::size_t(size.second))};
}

/// Where red, green, blue and alpha (-1: none) lie in a pixel of a format.
std::array<int, 4> channels_of(GstVideoFormat format) {
  const GstVideoFormatInfo* info = gst_video_format_get_info(format);
  const int alpha = GST_VIDEO_FORMAT_INFO_HAS_ALPHA(info) ? int(info->poffset[3]) : -1;
  return {int(info->poffset[0]), int(info->poffset[1]), int(info->poffset[2]), alpha};
}

}  // namespace

std::vector<GstVideoFormat> input_formats() {
  const CapsPtr all(gst_caps_from_string(GST_VIDEO_CAPS_MAKE(GST_VIDEO_FORMATS_ALL)));
  const GValue* list = gst_structure_get_value(gst_caps_get_structure(all.get(), 0), "format");
  std::vector<GstVideoFormat> formats;
  for (guint i = 0; i < gst_value_list_get_size(list); ++i) {
    const char* name = g_value_get_string(gst_value_list_get_value(list, i));
    formats.push_back(gst_video_format_from_string(name));
  }
  return formats;
}

GstVideoInfo info_of(GstVideoFormat format, const Size& size) {
  GstVideoInfo info;
  gst_video_info_set_format(&info, format, guint(size.width), guint(size.height));
  info.fps_n = 30;
  return info;
}

BufferPtr padded_buffer(GstVideoInfo info, guint padding) {
  const gint width = info.width;
  const gint height = info.height;
  if (padding > 0 && !GST_VIDEO_FORMAT_INFO_IS_TILED(info.finfo)) {
    GstVideoAlignment alignment;
    gst_video_alignment_reset(&alignment);
    alignment.padding_left = alignment.padding_right = padding;
    alignment.padding_top = alignment.padding_bottom = padding;
    gst_video_info_align(&info, &alignment);
  }
  BufferPtr buffer(gst_buffer_new_allocate(nullptr, info.size, nullptr));
  gst_buffer_memset(buffer.get(), 0, 0x5a, info.size);
  gst_buffer_add_video_meta_full(buffer.get(), GST_VIDEO_FRAME_FLAG_NONE,
                                 GST_VIDEO_INFO_FORMAT(&info), guint(width), guint(height),
                                 GST_VIDEO_INFO_N_PLANES(&info), info.offset, info.stride);
  return buffer;
}

void convert(const GstVideoInfo& from, GstBuffer* in, const GstVideoInfo& to, GstBuffer* out) {
  GstVideoInfo in_info = from;
  GstVideoInfo out_info = to;
  const ConverterPtr converter(gst_video_converter_new(&in_info, &out_info, nullptr));
  GstVideoFrame in_frame;
  GstVideoFrame out_frame;
  ASSERT_TRUE(gst_video_frame_map(&in_frame, &in_info, in, GST_MAP_READ));
  ASSERT_TRUE(gst_video_frame_map(&out_frame, &out_info, out, GST_MAP_WRITE));
  gst_video_converter_frame(converter.get(), &in_frame, &out_frame);
  gst_video_frame_unmap(&in_frame);
  gst_video_frame_unmap(&out_frame);
}

BufferPtr test_frame(const GstVideoInfo& info, const Size& size) {
  const Source source = source_of(size);
  const BufferPtr picture(gst_buffer_new_memdup(source.bytes.data(), source.bytes.size()));
  BufferPtr frame = padded_buffer(info, size.padding);
  convert(source.info, picture.get(), info, frame.get());
  return frame;
}

bool is_near(const Rgb& got, const std::array<double, 3>& expected, double tolerance) {
  for (std::size_t c = 0; c < 3; ++c)
    if (std::abs(got[c] - expected[c]) > tolerance) return false;
  return true;
}

Pixels::Pixels(GstVideoInfo info, GstBuffer* buffer)
    : channels_(channels_of(GST_VIDEO_INFO_FORMAT(&info))) {
  EXPECT_TRUE(gst_video_frame_map(&frame_, &info, buffer, GST_MAP_READ));
}

}  // namespace shm
