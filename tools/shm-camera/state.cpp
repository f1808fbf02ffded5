// SPDX-License-Identifier: MIT
// What the camera is doing, or why it does not.
#include "shm-camera/state.hpp"

#include <array>

namespace shm::camera {
namespace {

struct Words {
  const char* name;
  const char* text;
};

/// In the order of State.
constexpr std::array<Words, 7> words = {{
    {"resting", "Nobody looks: the camera is closed"},
    {"opening", "The camera is being opened"},
    {"running", "On air"},
    {"no-camera", "No camera is there. It is opened as soon as one is plugged in"},
    {"busy", "Another program has the camera. It is opened as soon as that lets go of it"},
    {"no-permission",
     "This user may not open the camera. Add them to the group video (sudo usermod -aG video "
     "NAME), then log in again"},
    {"failed", "The camera failed, and is opened again"},
}};

const Words& words_for(State state) {
  return words.at(std::size_t(state));
}

}  // namespace

const char* name_of(State state) {
  return words_for(state).name;
}

std::string text_of(const Status& status) {
  const std::string text = words_for(status.state).text;
  return status.detail.empty() ? text : text + ": " + status.detail;
}

bool is_fault(State state) {
  return state > State::running;
}

}  // namespace shm::camera
