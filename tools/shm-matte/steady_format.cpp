// SPDX-License-Identifier: MIT
// The format that a video keeps from its first frame on.
#include "shm-matte/steady_format.hpp"

#include <gst/video/video.h>

#include <string>

#include "caps.hpp"
#include "shm-matte/probe.hpp"
#include "shm-matte/prores_colors.hpp"
#include "shm-matte/stated_colors.hpp"
#include "video_layout.hpp"

namespace shm::tools {
namespace {

/// YUV of limited range, which players of all kinds expect, in the colours of `info`.
GstVideoColorimetry written_colors(const GstVideoInfo& info) {
  GstVideoColorimetry colors = info.colorimetry;
  colors.range = GST_VIDEO_COLOR_RANGE_16_235;
  if (GST_VIDEO_INFO_IS_RGB(&info) || colors.matrix == GST_VIDEO_COLOR_MATRIX_UNKNOWN)
    colors.matrix = GST_VIDEO_COLOR_MATRIX_BT709;
  return colors;
}

/// Nothing where it can be matted.
std::string reason_against(const GstVideoInfo& info) {
  if (const char* name = hdr_name(info))
    return std::string("its high dynamic range (") + name +
           ") is not supported: turn it into SDR first";
  const auto fits = [](int side) { return side >= least_side && side <= most_side; };
  if (fits(info.width) && fits(info.height)) return {};
  return "its frames of " + std::to_string(info.width) + "x" + std::to_string(info.height) +
         " pixels are not matted: sides of " + std::to_string(least_side) + " to " +
         std::to_string(most_side) + " are";
}

void set_caps(GstElement* filter, const CapsPtr& caps) {
  g_object_set(filter, "caps", caps.get(), nullptr);
}

CapsPtr caps_of(GstElement* filter) {
  GstCaps* caps = nullptr;
  g_object_get(filter, "caps", &caps, nullptr);
  return CapsPtr(gst_caps_make_writable(caps));
}

bool is_yuv(const GstCaps* caps) {
  const char* format = gst_structure_get_string(gst_caps_get_structure(caps, 0), "format");
  if (format == nullptr) return false;  // a choice of formats
  return GST_VIDEO_FORMAT_INFO_IS_YUV(
      gst_video_format_get_info(gst_video_format_from_string(format)));
}

CapsPtr size_caps(const GstVideoInfo& info) {
  return CapsPtr(gst_caps_new_simple("video/x-raw", "width", G_TYPE_INT, info.width, "height",
                                     G_TYPE_INT, info.height, "pixel-aspect-ratio",
                                     GST_TYPE_FRACTION, info.par_n, info.par_d, nullptr));
}

/// Colours leave the element as they are written: GStreamer's converter would round them down (as
/// of 1.22). Alphas and trimaps are left to it.
CapsPtr or_gray(const GstCaps* written) {
  CapsPtr caps(gst_caps_copy(written));
  gst_caps_append(caps.get(), gst_caps_from_string("video/x-raw, format=GRAY8"));
  return caps;
}

}  // namespace

SteadyFormat::SteadyFormat(const Pipeline& pipeline)
    : video_(pipeline.element("video")),
      size_(pipeline.element("size")),
      matted_(pipeline.element("matted")),
      written_(pipeline.element("written")),
      prores_(pipeline.element("prores")) {
  gst_pad_add_probe(sink_of(video_.get()).get(), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event,
                    this, nullptr);
}

GstPadProbeReturn SteadyFormat::on_event(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer self) {
  auto& format = *static_cast<SteadyFormat*>(self);
  if (const GstCaps* caps = caps_in(info)) {
    if (!format.first_) format.begin(caps);
    replace_caps(info, format.steadied(caps).get());
  }
  return GST_PAD_PROBE_OK;
}

void SteadyFormat::begin(const GstCaps* caps) {
  first_.reset(gst_caps_copy(caps));
  GstVideoInfo info;
  if (!gst_video_info_from_caps(&info, caps)) return;  // which the next element reports
  if (const std::string reason = reason_against(info); !reason.empty()) refuse(reason);
  set_caps(size_.get(), size_caps(info));
  CapsPtr written = caps_of(written_.get());
  const GstVideoColorimetry colors = written_colors(info);
  if (is_yuv(written.get())) set_colors(written.get(), colors);
  if (prores_) state_colors(prores_.get(), colors);
  set_caps(written_.get(), written);
  set_caps(matted_.get(), or_gray(written.get()));
}

void SteadyFormat::refuse(const std::string& reason) const {
  gst_element_message_full(video_.get(), GST_MESSAGE_ERROR, GST_STREAM_ERROR,
                           GST_STREAM_ERROR_WRONG_TYPE, g_strdup(reason.c_str()), nullptr, __FILE__,
                           __func__, __LINE__);
}

/// Times of frames are in their buffers; the rate is only told.
CapsPtr SteadyFormat::steadied(const GstCaps* caps) {
  const CapsPtr size = caps_of(size_.get());
  scaled_ = scaled_ || !gst_caps_can_intersect(caps, size.get());
  CapsPtr steady(gst_caps_copy(caps));
  const GValue* rate =
      gst_structure_get_value(gst_caps_get_structure(first_.get(), 0), "framerate");
  if (rate != nullptr) gst_caps_set_value(steady.get(), "framerate", rate);
  return steady;
}

}  // namespace shm::tools
