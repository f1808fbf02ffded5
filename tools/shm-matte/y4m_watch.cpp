// SPDX-License-Identifier: MIT
// What a decoder of YUV4MPEG2 says nothing of.
#include "shm-matte/y4m_watch.hpp"

#include "common/gst.hpp"
#include "shm-matte/probe.hpp"
#include "shm-matte/y4m_bytes.hpp"

namespace shm::tools {
namespace {

void take(GstBuffer* buffer, Y4mBytes& video) {
  GstMapInfo bytes;
  if (!gst_buffer_map(buffer, &bytes, GST_MAP_READ)) return;
  video.take({reinterpret_cast<const char*>(bytes.data), bytes.size});
  gst_buffer_unmap(buffer, &bytes);
}

GstPadProbeReturn on_buffer(GstElement* decoder, GstBuffer* buffer, Y4mBytes& video) {
  const bool told = video.is_deep();
  take(buffer, video);
  if (!video.is_deep()) return GST_PAD_PROBE_OK;
  if (!told)
    GST_ELEMENT_ERROR(decoder, STREAM, DECODE, ("its samples have more than eight bits"),
                      (nullptr));
  return GST_PAD_PROBE_DROP;
}

GstPadProbeReturn on_data(GstPad* pad, GstPadProbeInfo* info, gpointer video) {
  auto& bytes = *static_cast<Y4mBytes*>(video);
  const ElementPtr decoder(gst_pad_get_parent_element(pad));
  if (GstBuffer* buffer = buffer_in(info)) return on_buffer(decoder.get(), buffer, bytes);
  const bool ends = GST_EVENT_TYPE(gst_pad_probe_info_get_event(info)) == GST_EVENT_EOS;
  if (ends && bytes.within_frame())
    GST_ELEMENT_WARNING(decoder.get(), STREAM, DECODE, ("it ends in the midst of a frame"),
                        (nullptr));
  return GST_PAD_PROBE_OK;
}

}  // namespace

void watch_y4m(GstElement* decoder) {
  gst_pad_add_probe(sink_of(decoder).get(), data_probe, on_data, new Y4mBytes,
                    [](gpointer video) { delete static_cast<Y4mBytes*>(video); });
}

}  // namespace shm::tools
