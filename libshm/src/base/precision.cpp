// SPDX-License-Identifier: MIT
// Precisions by name.
#include "shm/precision.hpp"

#include "base/check_options.hpp"

namespace shm {

Precision parse_precision(const std::string& text) {
  return parse_choice<Precision>("precision", text);
}

std::string to_string(Precision precision) {
  const char* text = choice_text(precision);
  return text == nullptr ? "unknown" : text;
}

}  // namespace shm
