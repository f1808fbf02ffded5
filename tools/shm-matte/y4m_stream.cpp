// SPDX-License-Identifier: MIT
// Raw video as programs hand it on through pipes: YUV4MPEG2.
#include "shm-matte/y4m_stream.hpp"

#include <gst/video/video.h>

#include <string>
#include <utility>

#include "common/gst.hpp"
#include "shm-matte/probe.hpp"
#include "shm-matte/stream_reader.hpp"

namespace shm::tools {
namespace {

std::string fraction(int numerator, int denominator) {
  return std::to_string(numerator) + ":" + std::to_string(denominator);
}

const char* layout_of(const GstVideoInfo& info) {
  if (GST_VIDEO_INFO_HAS_ALPHA(&info)) return "444alpha";
  return info.chroma_site == GST_VIDEO_CHROMA_SITE_MPEG2 ? "420mpeg2" : "420jpeg";
}

std::string header(const GstVideoInfo& info) {
  return "YUV4MPEG2 W" + std::to_string(info.width) + " H" + std::to_string(info.height) + " F" +
         fraction(info.fps_n, info.fps_d) + " Ip A" + fraction(info.par_n, info.par_d) + " C" +
         layout_of(info) + " XCOLORRANGE=LIMITED\n";
}

/// Its samples in rows without padding.
void append_component(const GstVideoFrame& frame, int component, std::string& bytes) {
  const guint8* row = GST_VIDEO_FRAME_COMP_DATA(&frame, component);
  const int step = GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, component);
  const auto width = std::size_t(GST_VIDEO_FRAME_COMP_WIDTH(&frame, component));
  for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(&frame, component); ++y) {
    const std::size_t begin = bytes.size();
    bytes.resize(begin + width);
    for (std::size_t x = 0; x < width; ++x)
      bytes[begin + x] = char(row[x * std::size_t(step)]);
    row += GST_VIDEO_FRAME_COMP_STRIDE(&frame, component);
  }
}

std::string samples_of(GstBuffer* buffer, GstVideoInfo& info) {
  GstVideoFrame frame;
  std::string bytes = "FRAME\n";
  if (!gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ)) return bytes;
  bytes.reserve(bytes.size() + info.size);
  for (guint component = 0; component < GST_VIDEO_FRAME_N_COMPONENTS(&frame); ++component)
    append_component(frame, int(component), bytes);
  gst_video_frame_unmap(&frame);
  return bytes;
}

GstPadProbeReturn on_frame(GstPad* pad, GstPadProbeInfo* info, gpointer begun) {
  GstBuffer* frame = buffer_in(info);
  const CapsPtr caps(gst_pad_get_current_caps(pad));
  GstVideoInfo format;
  if (!caps || !gst_video_info_from_caps(&format, caps.get())) return GST_PAD_PROBE_OK;
  std::string bytes = samples_of(frame, format);
  if (!std::exchange(*static_cast<bool*>(begun), true)) bytes.insert(0, header(format));
  GstBuffer* written = gst_buffer_new_memdup(bytes.data(), bytes.size());
  gst_buffer_copy_into(written, frame, GST_BUFFER_COPY_TIMESTAMPS, 0, gsize(-1));
  gst_buffer_unref(frame);
  info->data = written;
  return GST_PAD_PROBE_OK;
}

GstPadProbeReturn on_caps(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer rate) {
  const GstCaps* caps = caps_in(info);
  if (caps == nullptr) return GST_PAD_PROBE_OK;
  int frames = 0;
  int seconds = 1;
  gst_structure_get_fraction(gst_caps_get_structure(caps, 0), "framerate", &frames, &seconds);
  if (frames == 0) frames = 30;
  const CapsPtr steady(
      gst_caps_new_simple("video/x-raw", "framerate", GST_TYPE_FRACTION, frames, seconds, nullptr));
  g_object_set(rate, "caps", steady.get(), nullptr);
  return GST_PAD_PROBE_OK;
}

}  // namespace

void write_y4m(GstElement* frames) {
  const PadPtr pad(gst_element_get_static_pad(frames, "src"));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, on_frame, new bool(false),
                    [](gpointer begun) { delete static_cast<bool*>(begun); });
}

void keep_rate(GstElement* steady, GstElement* rate) {
  g_object_set(steady, "max-duplication-time", guint64(longest_pause), nullptr);
  gst_pad_add_probe(sink_of(steady).get(), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_caps, rate,
                    nullptr);
}

}  // namespace shm::tools
