// SPDX-License-Identifier: MIT
// Where frames come from, as GStreamer is told it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shm-camera/devices.hpp"
#include "shm-camera/frame_format.hpp"

namespace shm::camera {

struct Source {
  std::string name;         ///< as people know it
  std::string description;  ///< as gst-launch-1.0 takes it; "source" opens device or file
  std::string device;       ///< "/dev/video0"; empty where it is none
  std::string file;         ///< which begins anew at its end; empty where it is none
};

/// What `camera` names: "auto" (the first one there), "/dev/video0", "test" (a moving ball), a
/// video file, or a description of elements. Nothing where such a camera is not plugged in.
std::optional<Source> find_source(const std::string& camera, const std::vector<Device>& devices,
                                  const FrameFormat& format);

}  // namespace shm::camera
