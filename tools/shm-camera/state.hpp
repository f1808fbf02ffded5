// SPDX-License-Identifier: MIT
// What the camera is doing, or why it does not.
#pragma once

#include <string>

namespace shm::camera {

enum class State { resting, opening, running, no_camera, busy, no_permission, failed };

struct Status {
  State state = State::resting;
  std::string detail;  ///< which camera, or what failed

  bool operator==(const Status&) const = default;
};

/// As programs read it: "no-permission".
const char* name_of(State state);

/// As people read it, with what they can do.
std::string text_of(const Status& status);

/// Whether there is something to wait for: another program to end, a camera to be plugged in.
bool is_fault(State state);

}  // namespace shm::camera
