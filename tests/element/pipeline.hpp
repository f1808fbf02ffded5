// SPDX-License-Identifier: MIT
// Whole pipelines, played to their end by a test.
#pragma once

#include <gst/gst.h>

#include <string>

#include "harness.hpp"

namespace shm {

/// A pipeline as gst-launch-1.0 reads it.
class Pipeline {
 public:
  explicit Pipeline(const std::string& description);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// Plays to the end and gives the error that came instead of it, or nothing. As applications do,
  /// it has the latency told anew when an element's has changed.
  std::string play(GstClockTime patience = 60 * GST_SECOND);
  /// Ends a live one that plays, and gives the error that came instead, or nothing.
  std::string end(GstClockTime patience = 60 * GST_SECOND);
  void stop() { gst_element_set_state(pipeline_.get(), GST_STATE_NULL); }

  /// The buffers that the appsink named `sink` has, in their order.
  std::vector<BufferPtr> frames(const char* sink = "sink");
  ElementPtr element(const char* name) const;
  GstElement* get() const { return pipeline_.get(); }

 private:
  MessagePtr wait_for_end(GstBus* bus, GstClockTime patience) const;
  std::string error_until_end(GstClockTime patience) const;

  ElementPtr pipeline_;
};

}  // namespace shm
