// SPDX-License-Identifier: MIT
// Options outside their range become errors that name it.
#pragma once

#include <string>

#include "shm/error.hpp"

namespace shm {

/// Without the zeros that std::to_string adds.
inline std::string text_of(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// Throws InvalidOption where an option is outside its range, both ends of which are allowed.
inline void check_range(const std::string& name, double value, double low, double high) {
  if (!(value >= low && value <= high))
    throw InvalidOption(name + ": " + text_of(value) + " is not in " + text_of(low) + ".." +
                        text_of(high));
}

}  // namespace shm
