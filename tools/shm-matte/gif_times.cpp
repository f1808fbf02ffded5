// SPDX-License-Identifier: MIT
// The times of a GIF's frames, past its decoder.
#include "shm-matte/gif_times.hpp"

#include "common/gst.hpp"
#include "shm-matte/probe.hpp"

namespace shm::tools {
namespace {

/// Of the frame that is in the decoder.
struct Times {
  GstClockTime begin = GST_CLOCK_TIME_NONE;
  GstClockTime duration = GST_CLOCK_TIME_NONE;
};

GstPadProbeReturn on_input(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer times) {
  const GstBuffer* buffer = buffer_in(info);
  *static_cast<Times*>(times) = {GST_BUFFER_PTS(buffer), GST_BUFFER_DURATION(buffer)};
  return GST_PAD_PROBE_OK;
}

GstPadProbeReturn on_output(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer times) {
  GstBuffer* buffer = gst_buffer_make_writable(buffer_in(info));
  GST_BUFFER_PTS(buffer) = static_cast<Times*>(times)->begin;
  GST_BUFFER_DURATION(buffer) = static_cast<Times*>(times)->duration;
  info->data = buffer;
  return GST_PAD_PROBE_OK;
}

void on_element(GstBin* /*decode*/, GstBin* /*parent*/, GstElement* element, gpointer /*none*/) {
  if (!is_made_by(element, "avdec_gif")) return;
  auto* times = new Times;
  const PadPtr source(gst_element_get_static_pad(element, "src"));
  gst_pad_add_probe(sink_of(element).get(), GST_PAD_PROBE_TYPE_BUFFER, on_input, times, nullptr);
  gst_pad_add_probe(source.get(), GST_PAD_PROBE_TYPE_BUFFER, on_output, times,
                    [](gpointer kept) { delete static_cast<Times*>(kept); });
}

}  // namespace

void keep_gif_times(GstElement* decode) {
  g_signal_connect(decode, "deep-element-added", G_CALLBACK(on_element), nullptr);
}

}  // namespace shm::tools
