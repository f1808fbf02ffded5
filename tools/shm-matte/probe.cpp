// SPDX-License-Identifier: MIT
// What a pad's probes look at and replace.
#include "shm-matte/probe.hpp"

#include "common/gst.hpp"

namespace shm::tools {
namespace {

GstPadProbeReturn accept(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer /*none*/) {
  GstQuery* query = gst_pad_probe_info_get_query(info);
  if (GST_QUERY_TYPE(query) == GST_QUERY_ACCEPT_CAPS) {
    gst_query_set_accept_caps_result(query, TRUE);
  } else if (GST_QUERY_TYPE(query) == GST_QUERY_CAPS) {
    const CapsPtr any(gst_caps_new_any());
    gst_query_set_caps_result(query, any.get());
  } else {
    return GST_PAD_PROBE_OK;
  }
  return GST_PAD_PROBE_HANDLED;
}

}  // namespace

std::string id_of(GstPad* pad) {
  const TextPtr id(gst_pad_get_stream_id(pad));
  return id ? id.get() : "";
}

GstBuffer* buffer_in(const GstPadProbeInfo* info) {
  return (info->type & GST_PAD_PROBE_TYPE_BUFFER) != 0 ? GST_BUFFER(info->data) : nullptr;
}

GstCaps* caps_in(GstPadProbeInfo* info) {
  if ((info->type & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) == 0) return nullptr;
  GstEvent* event = gst_pad_probe_info_get_event(info);
  GstCaps* caps = nullptr;
  if (GST_EVENT_TYPE(event) == GST_EVENT_CAPS) gst_event_parse_caps(event, &caps);
  return caps;
}

void replace_caps(GstPadProbeInfo* info, GstCaps* caps) {
  replace_event(info, gst_event_new_caps(caps));
}

void replace_event(GstPadProbeInfo* info, GstEvent* event) {
  gst_event_unref(gst_pad_probe_info_get_event(info));
  info->data = event;
}

void change_data(GstPad* pad, GstPadProbeCallback change) {
  gst_pad_add_probe(pad, data_probe, change, nullptr, nullptr);
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, accept, nullptr, nullptr);
}

}  // namespace shm::tools
