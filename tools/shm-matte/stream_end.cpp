// SPDX-License-Identifier: MIT
// The end of a stream past an element.
#include "shm-matte/stream_end.hpp"

#include "common/gst.hpp"

namespace shm::tools {
namespace {

GstPadProbeReturn on_event(GstPad* pad, GstPadProbeInfo* info, gpointer /*none*/) {
  GstEvent* event = gst_pad_probe_info_get_event(info);
  if (GST_EVENT_TYPE(event) != GST_EVENT_EOS) return GST_PAD_PROBE_OK;
  const PadPtr src(gst_element_get_static_pad(GST_PAD_PARENT(pad), "src"));
  gst_pad_push_event(src.get(), gst_event_ref(event));
  return GST_PAD_PROBE_DROP;
}

}  // namespace

void end_around(GstElement* encoder) {
  gst_pad_add_probe(sink_of(encoder).get(), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, nullptr,
                    nullptr);
}

}  // namespace shm::tools
