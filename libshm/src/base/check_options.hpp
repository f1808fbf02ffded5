// SPDX-License-Identifier: MIT
// Options are held against their rows in shm/options.hpp.
#pragma once

#include <string>
#include <type_traits>

#include "base/check_range.hpp"
#include "shm/error.hpp"
#include "shm/options.hpp"

namespace shm {

template <typename Value>
requires std::is_arithmetic_v<Value>
void check_option(const OptionFacts& option, Value value) {
  if (!option.or_zero) return check_range(option.name, double(value), option.least, option.most);
  if (value != 0 && !(value >= option.least && value <= option.most))
    throw InvalidOption(option.name + (": " + text_of(double(value))) + " is neither 0 nor in " +
                        text_of(option.least) + ".." + text_of(option.most));
}

inline void check_option(const OptionFacts& /*option*/, bool /*value*/) {}
inline void check_option(const OptionFacts& /*option*/, const std::string& /*value*/) {}
inline void check_option(const OptionFacts& /*option*/, const Rgba& /*value*/) {}

template <typename Enum>
requires std::is_enum_v<Enum>
void check_option(const OptionFacts& option, Enum value) {
  if (choice_text(value) == nullptr)
    throw InvalidOption(option.name + (": " + std::to_string(int(value))) +
                        " is none of its values");
}

/// Throws InvalidOption for the first option of `given` that is outside its range.
template <typename Struct>
void check_options(const Struct& given) {
  for_each_option<Struct>([&](const auto& option) { check_option(option, given.*option.field); });
}

}  // namespace shm
