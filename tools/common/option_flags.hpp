// SPDX-License-Identifier: MIT
// A flag for each row of shm/options.hpp.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "common/choice.hpp"
#include "common/number_range.hpp"
#include "shm/options.hpp"

namespace shm::tools {

/// "#RRGGBB" of a colour without transparency, and back.
inline std::string color_text(const Rgba& color) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%06x", argb(color) & 0xffffffU);
  return text.data();
}
inline Rgba parse_color(const std::string& flag, const std::string& text) {
  const bool digits = text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
  if (text.size() != 7 || text[0] != '#' || !digits)
    throw CLI::ValidationError(flag, text + " is not of the form #RRGGBB");
  const unsigned long value = std::stoul(text.substr(1), nullptr, 16);
  return {std::uint8_t(value >> 16U), std::uint8_t(value >> 8U), std::uint8_t(value), 255};
}

template <typename Enum>
const std::map<std::string, Enum>& names_of() {
  static const auto names = [] {
    std::map<std::string, Enum> result;
    for (const Choice<Enum>& choice : choices<Enum>)
      result.emplace(choice.text, choice.value);
    return result;
  }();
  return names;
}

inline CLI::Option* add_flag_of(CLI::App& cli, const OptionFacts& option, const std::string& flag,
                                bool& field) {
  return cli.add_flag(flag, field, option.blurb);
}
inline CLI::Option* add_flag_of(CLI::App& cli, const OptionFacts& option, const std::string& flag,
                                std::string& field) {
  CLI::Option* added = cli.add_option(flag, field, option.blurb);
  return option.file ? added->check(CLI::ExistingFile) : added;
}
inline CLI::Option* add_flag_of(CLI::App& cli, const OptionFacts& option, const std::string& flag,
                                Rgba& field) {
  return cli
      .add_option_function<std::string>(
          flag, [&field, flag](const std::string& text) { field = parse_color(flag, text); },
          option.blurb)
      ->type_name("#RRGGBB")
      ->default_str(color_text(field));
}
/// Brings what a flag says to where its option begins.
template <typename Number>
CLI::Validator settling(const OptionFacts& option) {
  return {[option](std::string& text) {
            Number value{};
            if (CLI::detail::lexical_cast(text, value))
              text = std::to_string(settled(option, value));
            return std::string();
          },
          ""};
}
template <typename Number>
requires std::is_arithmetic_v<Number> CLI::Option* add_flag_of(CLI::App& cli,
                                                               const OptionFacts& option,
                                                               const std::string& flag,
                                                               Number& field) {
  CLI::Option* added = cli.add_option(flag, field, option.blurb);
  added->check(number_in(option.or_zero ? Number(0) : Number(option.least), Number(option.most)));
  return option.or_zero ? added->transform(settling<Number>(option)) : added;
}
template <typename Enum>
requires std::is_enum_v<Enum> CLI::Option* add_flag_of(CLI::App& cli, const OptionFacts& option,
                                                       const std::string& flag, Enum& field) {
  return add_choice(cli, flag, field, names_of<Enum>(), option.blurb);
}

/// Adds "--NAME" for a field of `given`, which must outlive `cli` and holds the default.
template <typename Struct, typename Value>
CLI::Option* add_flag(CLI::App& cli, const Option<Struct, Value>& option, Struct& given) {
  return add_flag_of(cli, option, std::string("--") + option.name, given.*option.field);
}

constexpr bool is_flag(const OptionFacts& option) {
  return option.offered == Offered::everywhere || option.offered == Offered::by_programs;
}

/// Adds a flag for each option of `Struct` that programs offer and that has none yet.
template <typename Struct>
std::vector<CLI::Option*> add_flags(CLI::App& cli, Struct& given) {
  std::vector<CLI::Option*> added;
  for_each_option<Struct>([&](const auto& option) {
    const bool there = cli.get_option_no_throw(std::string("--") + option.name) != nullptr;
    if (is_flag(option) && !there) added.push_back(add_flag(cli, option, given));
  });
  return added;
}

}  // namespace shm::tools
