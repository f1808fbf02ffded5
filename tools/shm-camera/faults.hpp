// SPDX-License-Identifier: MIT
// Why a camera does not open, or stopped.
#pragma once

#include <gst/gst.h>

#include <optional>
#include <string>

#include "shm-camera/state.hpp"

namespace shm::camera {

/// What an error message of a pipeline means for the camera.
Status fault_of(GstMessage* message);

/// The same from what GStreamer says and from what it adds for developers.
Status fault_of(const GError& error, const std::string& debug);

/// What stands against opening a device, as far as that is known before.
std::optional<Status> obstacle_to(const std::string& device);

}  // namespace shm::camera
