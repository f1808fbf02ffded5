// SPDX-License-Identifier: MIT
// Checks of a model's and a frame's options.
#include "shm/options.hpp"

#include "base/check_options.hpp"
#include "shm/error.hpp"
#include "shm/matter.hpp"

namespace shm {

void ModelOptions::check() const {
  if (model.empty()) throw InvalidOption("model: is empty; name a model file, or \"default\"");
  check_options(*this);
}

void FrameOptions::check() const {
  check_options(*this);
}

}  // namespace shm
