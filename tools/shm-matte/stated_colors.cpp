// SPDX-License-Identifier: MIT
// What colours a file says that its video has.
#include "shm-matte/stated_colors.hpp"

#include <utility>

#include "shm-matte/movie_colors.hpp"
#include "shm-matte/probe.hpp"

namespace shm::tools {
namespace {

std::optional<GstVideoColorimetry> colors_in(const GstCaps* caps) {
  GstVideoColorimetry colors;
  const char* text = gst_structure_get_string(gst_caps_get_structure(caps, 0), "colorimetry");
  if (text == nullptr || !gst_video_colorimetry_from_string(&colors, text)) return std::nullopt;
  return colors;
}

/// As for a picture of its size that says nothing.
GstVideoColorimetry usual_colors(const GstVideoInfo& info) {
  GstVideoInfo usual;
  gst_video_info_set_format(&usual, GST_VIDEO_INFO_FORMAT(&info), guint(info.width),
                            guint(info.height));
  return usual.colorimetry;
}

/// `colors`, and what they leave open as `others` have it.
GstVideoColorimetry filled(GstVideoColorimetry colors, const GstVideoColorimetry& others) {
  if (colors.range == GST_VIDEO_COLOR_RANGE_UNKNOWN) colors.range = others.range;
  if (colors.matrix == GST_VIDEO_COLOR_MATRIX_UNKNOWN) colors.matrix = others.matrix;
  if (colors.transfer == GST_VIDEO_TRANSFER_UNKNOWN) colors.transfer = others.transfer;
  if (colors.primaries == GST_VIDEO_COLOR_PRIMARIES_UNKNOWN) colors.primaries = others.primaries;
  return colors;
}

}  // namespace

void set_colors(GstCaps* caps, const GstVideoColorimetry& colors) {
  const TextPtr text(gst_video_colorimetry_to_string(&colors));
  gst_caps_set_simple(caps, "colorimetry", G_TYPE_STRING, text.get(), nullptr);
}

StatedColors::StatedColors(GstElement* decode, const std::filesystem::path& file, std::string id)
    : id_(std::move(id)), of_container_(movie_colors(file, id_)) {
  g_signal_connect(decode, "deep-element-added", G_CALLBACK(on_element), this);
}

CapsPtr StatedColors::completed(const GstCaps* decoded) const {
  CapsPtr caps(gst_caps_copy(decoded));
  GstVideoInfo info;
  if (!gst_video_info_from_caps(&info, decoded)) return caps;
  // Not the info's: GStreamer drops all where only the range is stated.
  const GstVideoColorimetry usual = usual_colors(info);
  const GstVideoColorimetry of_stream = filled(colors_in(decoded).value_or(usual), usual);
  GstVideoColorimetry colors = filled(of_container_.value_or(of_stream), of_stream);
  const bool rgb = GST_VIDEO_INFO_IS_RGB(&info);
  if (rgb) colors.range = of_stream.range;
  if (rgb || colors.matrix == GST_VIDEO_COLOR_MATRIX_RGB) colors.matrix = of_stream.matrix;
  set_colors(caps.get(), colors);
  return caps;
}

void StatedColors::on_element(GstBin* /*decode*/, GstBin* /*parent*/, GstElement* element,
                              StatedColors* self) {
  if (is_made_by(element, "qtdemux") || is_made_by(element, "matroskademux"))
    g_signal_connect(element, "pad-added", G_CALLBACK(on_demuxed), self);
}

void StatedColors::on_demuxed(GstElement* /*demuxer*/, GstPad* pad, StatedColors* self) {
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, self, nullptr);
}

GstPadProbeReturn StatedColors::on_event(GstPad* pad, GstPadProbeInfo* info, gpointer self) {
  GstCaps* caps = caps_in(info);
  if (caps == nullptr || !colors_in(caps)) return GST_PAD_PROBE_OK;
  if (is_made_by(GST_PAD_PARENT(pad), "qtdemux"))
    drop_colors(info);
  else
    static_cast<StatedColors*>(self)->take_colors(pad, caps);
  return GST_PAD_PROBE_OK;
}

void StatedColors::drop_colors(GstPadProbeInfo* info) {
  const CapsPtr silent(gst_caps_copy(caps_in(info)));
  gst_structure_remove_field(gst_caps_get_structure(silent.get(), 0), "colorimetry");
  replace_caps(info, silent.get());
}

void StatedColors::take_colors(GstPad* pad, const GstCaps* caps) {
  if (id_of(pad) == id_) of_container_ = colors_in(caps);
}

}  // namespace shm::tools
