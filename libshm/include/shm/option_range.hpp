// SPDX-License-Identifier: MIT
// The range of an option, as it is told and as numbers are held to it.
#pragma once

#include <array>
#include <cstdio>
#include <string>

#include "shm/option.hpp"

namespace shm {

/// As people write it: 0.45, 1000000, 1e-12.
inline std::string number_text(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.12g", value);
  return text.data();
}

/// "1..999", "0, 64..4096", "above 0, up to 1".
inline std::string range_text(const OptionFacts& option) {
  const std::string least = number_text(option.least), most = number_text(option.most);
  if (option.above) return "above " + least + ", up to " + most;
  return (option.or_zero ? "0, " : "") + least + ".." + most;
}

/// What is wrong with a number for an option, "63 is not in 0, 64..4096", or nothing.
inline std::string range_fault(const OptionFacts& option, double value) {
  const bool least = option.above ? value > option.least : value >= option.least;
  const bool inside = (least && value <= option.most) || (option.or_zero && value == 0);
  if (inside || !has_range(option)) return "";
  return number_text(value) + (option.above ? " is not " : " is not in ") + range_text(option);
}

}  // namespace shm
