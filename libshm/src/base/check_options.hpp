// SPDX-License-Identifier: MIT
// Options are held against their rows in shm/option.hpp.
#pragma once

#include <string>
#include <type_traits>

#include "shm/error.hpp"
#include "shm/option_range.hpp"

namespace shm {

/// Throws InvalidOption, which calls the number `name`, where it is outside the option's range.
inline void check_range(const std::string& name, double value, const OptionFacts& option) {
  const std::string fault = range_fault(option, value);
  if (!fault.empty()) throw InvalidOption(name + ": " + fault);
}

/// What has no range: texts, switches, lists.
template <typename Value>
void check_option(const OptionFacts& /*option*/, const Value& /*value*/) {}

template <typename Value>
requires(std::is_arithmetic_v<Value> &&
         !std::is_same_v<Value, bool>) void check_option(const OptionFacts& option,
                                                         const Value& value) {
  check_range(option.name, double(value), option);
}

template <typename Enum>
requires std::is_enum_v<Enum>
void check_option(const OptionFacts& option, const Enum& value) {
  if (choice_text(value) == nullptr)
    throw InvalidOption(option.name + (": " + std::to_string(int(value))) +
                        " is none of its values");
}

/// The value that users call `text`. Throws InvalidOption.
template <typename Enum>
Enum parse_choice(const std::string& option, const std::string& text) {
  if (const Choice<Enum>* choice = choice_called<Enum>(text)) return choice->value;
  std::string names;
  for (const Choice<Enum>& choice : choices<Enum>)
    names.append(names.empty() ? "" : ", ").append(choice.text);
  throw InvalidOption(option + ": \"" + text + "\" is none of " + names);
}

/// Throws InvalidOption for the first option of `given` that is outside its range.
template <typename Struct>
void check_options(const Struct& given) {
  for_each_option<Struct>([&](const auto& option) { check_option(option, given.*option.field); });
}

}  // namespace shm
