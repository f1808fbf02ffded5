// SPDX-License-Identifier: MIT
// What a table says of an option: its default, its range, its values.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <sstream>
#include <string>
#include <type_traits>

#include "shm/option_range.hpp"

namespace shm {

template <typename Value>
inline constexpr bool is_text =
    std::is_same_v<Value, std::string> || std::is_same_v<Value, std::filesystem::path>;

template <typename Value>
std::string text_of(const Value& value) {
  std::ostringstream text;
  text.precision(12);
  if constexpr (std::is_same_v<Value, bool>) {
    text << std::boolalpha << value;
  } else if constexpr (std::is_enum_v<Value>) {
    text << choice_text(value);
  } else if constexpr (std::is_same_v<Value, Rgba>) {
    text << "0x" << std::hex << argb(value);
  } else if constexpr (std::is_same_v<Value, std::filesystem::path>) {
    text << value.string();
  } else if constexpr (std::is_arithmetic_v<Value> || is_text<Value>) {
    text << value;
  }  // a list begins empty
  return text.str();
}

inline std::string code(const std::string& text) {
  return text.empty() ? "" : "`" + text + "`";
}

inline std::string row(std::initializer_list<std::string> cells) {
  std::string line = "|";
  for (const std::string& cell : cells)
    line.append(" ").append(cell).append(" |");
  return line.append("\n");
}

template <typename Enum>
std::string names_of_values() {
  std::string names;
  for (const Choice<Enum>& choice : choices<Enum>)
    names += (names.empty() ? "" : ", ") + code(choice.text);
  return names;
}

template <typename Value>
std::string range_of(const OptionFacts& option) {
  if constexpr (std::is_same_v<Value, bool>) return "`false`, `true`";
  if constexpr (std::is_enum_v<Value>) return names_of_values<Value>();
  if constexpr (std::is_same_v<Value, Rgba>) return "0xAARRGGBB";
  if constexpr (is_text<Value>) return option.file ? "a file" : "text";
  if constexpr (std::is_arithmetic_v<Value>)
    if (has_range(option)) return range_text(option);
  return "";
}

}  // namespace shm
