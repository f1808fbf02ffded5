// SPDX-License-Identifier: MIT
// Whole pipelines, played to their end by a test.
#include "pipeline.hpp"

#include <gst/app/gstappsink.h>

#include <algorithm>
#include <stdexcept>

namespace shm {

Pipeline::Pipeline(const std::string& description) {
  GError* raw = nullptr;
  pipeline_.reset(gst_parse_launch(description.c_str(), &raw));
  const ErrorPtr error(raw);
  if (error) throw std::runtime_error(error->message);
}

Pipeline::~Pipeline() {
  stop();
}

MessagePtr Pipeline::wait_for_end(GstBus* bus, GstClockTime patience) const {
  const gint64 deadline = g_get_monotonic_time() + gint64(patience / GST_USECOND);
  constexpr auto types = GstMessageType(GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_LATENCY);
  while (true) {
    const gint64 left = std::max(gint64(0), deadline - g_get_monotonic_time());
    MessagePtr message(gst_bus_timed_pop_filtered(bus, left * GST_USECOND, types));
    if (!message || GST_MESSAGE_TYPE(message.get()) != GST_MESSAGE_LATENCY) return message;
    gst_bin_recalculate_latency(GST_BIN(pipeline_.get()));
  }
}

std::string Pipeline::play(GstClockTime patience) {
  gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
  return error_until_end(patience);
}

std::string Pipeline::end(GstClockTime patience) {
  gst_element_send_event(pipeline_.get(), gst_event_new_eos());
  return error_until_end(patience);
}

std::string Pipeline::error_until_end(GstClockTime patience) const {
  const BusPtr bus(gst_element_get_bus(pipeline_.get()));
  const MessagePtr end = wait_for_end(bus.get(), patience);
  if (!end) return "no end within the time given";
  if (GST_MESSAGE_TYPE(end.get()) == GST_MESSAGE_EOS) return "";
  GError* raw = nullptr;
  gst_message_parse_error(end.get(), &raw, nullptr);
  return ErrorPtr(raw)->message;
}

std::vector<BufferPtr> Pipeline::frames(const char* sink) {
  const ElementPtr appsink = element(sink);
  std::vector<BufferPtr> frames;
  while (const SamplePtr sample{gst_app_sink_try_pull_sample(GST_APP_SINK(appsink.get()), 0)})
    frames.emplace_back(gst_buffer_ref(gst_sample_get_buffer(sample.get())));
  return frames;
}

ElementPtr Pipeline::element(const char* name) const {
  return ElementPtr(gst_bin_get_by_name(GST_BIN(pipeline_.get()), name));
}

}  // namespace shm
