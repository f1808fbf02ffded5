// SPDX-License-Identifier: MIT
// GStreamer's pipelines, bins and messages, with its errors as exceptions.
#pragma once

#include <gst/gst.h>

#include <filesystem>
#include <string>

#include "gst_ptr.hpp"

namespace shm::tools {

/// A bin with a pad at each end, from a description as gst-launch-1.0 takes it. Throws Error where
/// an element is missing.
ElementPtr parse_bin(const std::string& description);

PadPtr sink_of(GstElement* element);

/// Whether it is of the kind that a factory makes: "qtdemux".
bool is_made_by(GstElement* element, const char* factory);

/// What an error or a warning says.
std::string text_of(GstMessage* message);
/// Whether an error or a warning is about the data, rather than elements or files.
bool is_of_stream(GstMessage* message);
/// Whether it is about files, disks and pipes.
bool is_of_resource(GstMessage* message);

/// A pipeline made from a description; stopped when it goes.
class Pipeline {
 public:
  /// Throws Error where an element is missing.
  explicit Pipeline(const std::string& description);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  GstElement* get() const { return pipeline_.get(); }
  ElementPtr element(const char* name) const;
  /// Puts another element in. Throws Error where there is none of that kind.
  ElementPtr add(const char* factory) const;
  void add(GstElement* element) const;

  void start(GstState state);
  void stop();
  /// Waits until the state asked for is reached. Throws BadInput with what the bus says.
  void wait_for_state();
  /// The next error, warning or end of the stream; waits at most 0.1 s, then it is nullptr.
  MessagePtr next_message();

 private:
  ElementPtr pipeline_;
  BusPtr bus_;
};

/// A pipeline plays as long as this lives: what its threads call may go only afterwards.
class Playing {
 public:
  explicit Playing(Pipeline& pipeline) : pipeline_(pipeline) { pipeline_.start(GST_STATE_PLAYING); }
  ~Playing() { pipeline_.stop(); }
  Playing(const Playing&) = delete;
  Playing& operator=(const Playing&) = delete;

 private:
  Pipeline& pipeline_;
};

/// Initialises GStreamer and loads the plugin that was built or installed with this program, so
/// that no environment variable is needed; its presets are found, too. Throws NotFound.
void load_shmmatting();

}  // namespace shm::tools
