#pragma once

#include <atomic>

#include "shm-matte/container.hpp"
#include "shm-matte/gst.hpp"

namespace shm::tools {

/// Decoded streams find their way from the element named "decode": the first video to "video", the
/// first sound, encoded, to "mux", others nowhere. Must outlive the pipeline's running.
class StreamLinks {
 public:
  /// Throws Error where the sound's encoder is missing, whether there is sound or not.
  StreamLinks(const Pipeline& pipeline, const Container& container);

  bool has_video() const { return has_video_; }

 private:
  static void on_pad(GstElement* decode, GstPad* pad, StreamLinks* links);
  void link(GstPad* pad);
  GstElement* add_sound();
  GstElement* add(GstElement* element);

  const Pipeline& pipeline_;
  const ElementPtr sound_;
  std::atomic<bool> has_video_ = false;
  std::atomic<bool> has_sound_ = false;
};

}  // namespace shm::tools
