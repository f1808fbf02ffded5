// SPDX-License-Identifier: MIT
#include "pipeline.hpp"

#include <gst/app/gstappsink.h>

#include <algorithm>
#include <stdexcept>

namespace shm {

Pipeline::Pipeline(const std::string& description) {
  GError* error = nullptr;
  pipeline_.reset(gst_parse_launch(description.c_str(), &error));
  if (error == nullptr) return;
  const std::string text = error->message;
  g_error_free(error);
  throw std::runtime_error(text);
}

Pipeline::~Pipeline() {
  stop();
}

Ptr<GstMessage> Pipeline::wait_for_end(GstBus* bus, GstClockTime patience) const {
  const gint64 deadline = g_get_monotonic_time() + gint64(patience / GST_USECOND);
  constexpr auto types = GstMessageType(GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_LATENCY);
  while (true) {
    const gint64 left = std::max(gint64(0), deadline - g_get_monotonic_time());
    Ptr<GstMessage> message(gst_bus_timed_pop_filtered(bus, left * GST_USECOND, types));
    if (!message || GST_MESSAGE_TYPE(message.get()) != GST_MESSAGE_LATENCY) return message;
    gst_bin_recalculate_latency(GST_BIN(pipeline_.get()));
  }
}

std::string Pipeline::play(GstClockTime patience) {
  const Ptr<GstBus> bus(gst_element_get_bus(pipeline_.get()));
  gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
  const Ptr<GstMessage> end = wait_for_end(bus.get(), patience);
  if (!end) return "no end within the time given";
  if (GST_MESSAGE_TYPE(end.get()) == GST_MESSAGE_EOS) return "";
  GError* error = nullptr;
  gst_message_parse_error(end.get(), &error, nullptr);
  std::string text = error->message;
  g_error_free(error);
  return text;
}

std::vector<Ptr<GstBuffer>> Pipeline::frames(const char* sink) {
  const Ptr<GstElement> appsink = element(sink);
  std::vector<Ptr<GstBuffer>> frames;
  while (GstSample* sample = gst_app_sink_try_pull_sample(GST_APP_SINK(appsink.get()), 0)) {
    frames.emplace_back(gst_buffer_ref(gst_sample_get_buffer(sample)));
    gst_sample_unref(sample);
  }
  return frames;
}

Ptr<GstElement> Pipeline::element(const char* name) const {
  return Ptr<GstElement>(gst_bin_get_by_name(GST_BIN(pipeline_.get()), name));
}

}  // namespace shm
