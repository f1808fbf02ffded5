// SPDX-License-Identifier: MIT
// Frames whose width and height are even.
#include "shm-matte/even_size.hpp"

#include "shm-matte/probe.hpp"

namespace shm::tools {
namespace {

GstPadProbeReturn on_event(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer crop) {
  const GstCaps* caps = caps_in(info);
  if (caps == nullptr) return GST_PAD_PROBE_OK;
  int width = 0;
  int height = 0;
  const GstStructure* structure = gst_caps_get_structure(caps, 0);
  gst_structure_get(structure, "width", G_TYPE_INT, &width, "height", G_TYPE_INT, &height, nullptr);
  g_object_set(crop, "right", width % 2, "bottom", height % 2, nullptr);
  return GST_PAD_PROBE_OK;
}

}  // namespace

void crop_to_even(GstElement* crop) {
  gst_pad_add_probe(sink_of(crop).get(), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, crop,
                    nullptr);
}

bool crops(GstElement* crop) {
  int right = 0;
  int bottom = 0;
  g_object_get(crop, "right", &right, "bottom", &bottom, nullptr);
  return right + bottom > 0;
}

}  // namespace shm::tools
