// SPDX-License-Identifier: MIT
// An open camera: its frames, matted.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "common/gst.hpp"
#include "shm-camera/bus_watch.hpp"
#include "shm-camera/frame_format.hpp"
#include "shm-camera/source.hpp"
#include "shm-camera/state.hpp"

namespace shm::camera {

/// Runs as long as it lives. All is told on the main loop; what is told may not end it there and
/// then.
class Capture {
 public:
  struct Listener {
    std::function<void(std::span<const std::byte>)> frame;
    std::function<void(const Status&)> fault;
    std::function<void(const std::string&)> remark;
  };

  /// `matte` is the element, which goes into the pipeline and comes out again at its end. Throws
  /// Error where GStreamer does not know what the source says.
  Capture(const Source& source, const FrameFormat& format, GstElement* matte, Listener listener);
  ~Capture();
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

 private:
  static GstFlowReturn on_sample(GstElement* sink, gpointer self);
  void handle(GstMessage* message);
  void take_frame();
  void end_of_source();

  tools::Pipeline pipeline_;
  GstElement* matte_;
  Listener listener_;
  const bool loops_;
  BusPtr bus_;
  ElementPtr frames_;
  BusWatch watch_;
};

}  // namespace shm::camera
