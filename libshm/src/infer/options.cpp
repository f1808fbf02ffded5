// SPDX-License-Identifier: MIT
// Checks of a model's and a frame's options, and precisions by name.
#include <string>

#include "base/check_options.hpp"
#include "shm/error.hpp"
#include "shm/matter.hpp"

namespace shm {

Precision parse_precision(const std::string& text) {
  for (const Choice<Precision>& choice : choices<Precision>)
    if (choice.text == text) return choice.value;
  throw InvalidOption("precision: \"" + text + "\" is not auto, fp32, bf16, fp16 or int8");
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
