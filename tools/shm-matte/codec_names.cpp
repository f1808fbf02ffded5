// SPDX-License-Identifier: MIT
// Codecs that GStreamer's demuxers do not know by name.
#include "shm-matte/codec_names.hpp"

#include "common/gst.hpp"

namespace shm::tools {
namespace {

/// Before decodebin looks at the pad: it connects itself after the signal that an element is there.
void on_demuxed(GstElement* /*demuxer*/, GstPad* pad, gpointer /*none*/) {
  const CapsPtr caps(gst_pad_get_current_caps(pad));
  if (!caps ||
      !gst_structure_has_name(gst_caps_get_structure(caps.get(), 0), "video/x-gst-fourcc-AVdh"))
    return;
  const CapsPtr named(gst_caps_copy(caps.get()));
  gst_structure_set_name(gst_caps_get_structure(named.get(), 0), "video/x-dnxhd");
  gst_pad_push_event(pad, gst_event_new_caps(named.get()));
}

void on_element(GstBin* /*bin*/, GstBin* /*parent*/, GstElement* element, gpointer /*none*/) {
  if (is_made_by(element, "qtdemux"))
    g_signal_connect(element, "pad-added", G_CALLBACK(on_demuxed), nullptr);
}

}  // namespace

void name_codecs(GstElement* bin) {
  g_signal_connect(bin, "deep-element-added", G_CALLBACK(on_element), nullptr);
}

}  // namespace shm::tools
