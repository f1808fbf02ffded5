// SPDX-License-Identifier: MIT
// Keeps what the user chose, a moment after each change.
#include "shm-camera/keeper.hpp"

#include <utility>

#include "shm/error.hpp"

namespace shm::camera {

using namespace std::chrono_literals;

Keeper::Keeper(Kept kept, const Camera& camera, const Matte& matte, Camera::Say say)
    : kept_(std::move(kept)),
      camera_(camera),
      matte_(matte),
      say_(std::move(say)),
      at_start_(now()) {}

Keeper::~Keeper() {
  if (pending_) keep();
}

void Keeper::note() {
  pending_.emplace(500ms, [this] { keep(); });
}

/// That the room is shown is for now, and has to be said anew at each start.
Choices Keeper::now() const {
  Choices choices{camera_.chosen(), matte_.changed()};
  choices.properties.erase("enabled");
  return choices;
}

void Keeper::keep() {
  pending_.reset();
  try {
    save_choices(kept_.file, merged(kept_.choices, at_start_, now()));
  } catch (const Error& error) {
    say_(std::string("the settings are not kept: ") + error.what());
  }
}

}  // namespace shm::camera
