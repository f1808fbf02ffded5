#pragma once

#include <gst/gst.h>

#include <filesystem>
#include <memory>
#include <string>

namespace shm::tools {

template <auto release>
struct Release {
  template <typename Object>
  void operator()(Object* object) const {
    release(object);
  }
};

using MessagePtr = std::unique_ptr<GstMessage, Release<gst_message_unref>>;
using ElementPtr = std::unique_ptr<GstElement, Release<gst_object_unref>>;
using BusPtr = std::unique_ptr<GstBus, Release<gst_object_unref>>;
using PadPtr = std::unique_ptr<GstPad, Release<gst_object_unref>>;
using CapsPtr = std::unique_ptr<GstCaps, Release<gst_caps_unref>>;
using SamplePtr = std::unique_ptr<GstSample, Release<gst_sample_unref>>;

/// A bin with a pad at each end, from a description as gst-launch-1.0 takes it. Throws Error where
/// an element is missing.
ElementPtr parse_bin(const std::string& description);

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

  void start(GstState state);
  void stop();
  /// Waits until the state asked for is reached. Throws BadInput with what the bus says.
  void wait_for_state();
  /// False after the end of the stream; throws BadInput on an error message. Waits at most 0.1 s.
  bool runs_on();
  /// 0 where it is not known.
  GstClockTime duration() const;

 private:
  [[noreturn]] void fail(GstMessage* message) const;

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
/// that no environment variable is needed. Throws NotFound.
void load_shmmatting();

}  // namespace shm::tools
