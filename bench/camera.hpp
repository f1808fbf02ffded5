// SPDX-License-Identifier: MIT
// A source that shows a scene again and again, as a camera would.
#pragma once

#include <gst/gst.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "measure.hpp"
#include "scene.hpp"

namespace shm::bench {

/// Makes an imagefreeze a camera: its frames show a scene, and end when their time is over.
class Camera {
 public:
  struct Setup {
    std::shared_ptr<SceneFrames> frames;
    double length = 0;   ///< of the stream, seconds of its own time
    double longest = 0;  ///< seconds that it takes at most, however slow it is; 0: as it needs
  };

  explicit Camera(Setup setup) : setup_(std::move(setup)) {}
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

  void watch(GstElement* source);

  /// Percent of a core that the source's thread took; of meaning where it ends in a queue.
  double cpu_percent() const;

 private:
  GstPadProbeReturn left(GstPadProbeInfo* info);
  bool over(const GstBuffer* frame) const;
  GstBuffer* shown(GstBuffer* frame);

  Setup setup_;
  int count_ = 0;
  Clock::time_point first_, last_;
  double cpu_at_first_ = 0, cpu_at_last_ = 0;
};

}  // namespace shm::bench
