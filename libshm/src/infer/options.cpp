// SPDX-License-Identifier: MIT
// Checks of a model's and a frame's options, and precisions by name.
#include <string>

#include "base/check_options.hpp"
#include "shm/error.hpp"
#include "shm/matter.hpp"
#include "shm/options.hpp"

namespace shm {

Precision parse_precision(const std::string& text) {
  return parse_choice<Precision>("precision", text);
}

std::string to_string(Precision precision) {
  const char* text = choice_text(precision);
  return text == nullptr ? "unknown" : text;
}

void ModelOptions::check() const {
  if (model.empty()) throw InvalidOption("model: is empty; name a model file, or \"default\"");
  check_options(*this);
}

void FrameOptions::check() const {
  check_options(*this);
}

}  // namespace shm
