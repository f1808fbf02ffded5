// SPDX-License-Identifier: MIT
// Options set by name, from texts.
#pragma once

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include "base/check_options.hpp"
#include "base/read_number.hpp"
#include "shm/color.hpp"

namespace shm {

template <typename Number>
requires std::is_arithmetic_v<Number>
void read_value(const OptionFacts& option, const std::string& text, Number& value) {
  if (!read_number(text, value))
    throw InvalidOption(option.name + (": \"" + text) + "\" is not a" +
                        (std::is_integral_v<Number> ? " whole number" : " number"));
  value = settled(option, value);
}

inline void read_value(const OptionFacts& option, const std::string& text, bool& value) {
  value = text == "true";
  if (!value && text != "false")
    throw InvalidOption(option.name + (": \"" + text + "\" is none of true, false"));
}

template <typename Enum>
requires std::is_enum_v<Enum>
void read_value(const OptionFacts& option, const std::string& text, Enum& value) {
  value = parse_choice<Enum>(option.name, text);
}

inline void read_value(const OptionFacts& /*option*/, const std::string& text, std::string& value) {
  value = text;
}

inline void read_value(const OptionFacts& option, const std::string& text, Rgba& value) {
  if (!read_color(text, value))
    throw InvalidOption(option.name + (": \"" + text + "\" is not of the form #RRGGBB"));
}

/// Sets the option of `given` that is called `name`, if there is one. Throws InvalidOption.
template <typename Struct>
bool set_option(Struct& given, const std::string& name, const std::string& text) {
  bool found = false;
  for_each_option<Struct>([&](const auto& option) {
    if (name != option.name) return;
    auto value = given.*option.field;
    read_value(option, text, value);
    check_option(option, value);
    given.*option.field = value;
    found = true;
  });
  return found;
}

template <typename Struct>
void add_names(std::vector<std::string>& names) {
  for_each_option<Struct>([&](const auto& option) {
    if (std::find(names.begin(), names.end(), option.name) == names.end())
      names.emplace_back(option.name);
  });
}

/// The names of the options of all these structs: "model, device".
template <typename... Structs>
std::string option_names() {
  std::vector<std::string> names;
  (add_names<Structs>(names), ...);
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace shm
