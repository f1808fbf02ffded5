// SPDX-License-Identifier: MIT
// A flag for each row of options.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <type_traits>
#include <vector>

#include "shm/color.hpp"
#include "shm/option_range.hpp"

namespace shm::tools {

inline Rgba parse_color(const std::string& flag, const std::string& text) {
  Rgba color{};
  if (!read_color(text, color))
    throw CLI::ValidationError(flag, text + " is not of the form #RRGGBB");
  return color;
}

template <typename Enum>
std::vector<std::string> choice_names() {
  std::vector<std::string> names;
  for (const Choice<Enum>& choice : choices<Enum>)
    names.emplace_back(choice.text);
  return names;
}

/// Takes one of these alone; --help shows them: "keep|step|exp".
inline CLI::Option* with_choices(CLI::Option* option, const std::vector<std::string>& names) {
  return option->check(CLI::IsMember(names).description(""))
      ->type_name(CLI::detail::join(names, "|"));
}

/// "--no-NAME" turns off what is on by itself.
inline CLI::Option* add_flag_of(CLI::App& cli, const OptionFacts& option, const std::string& flag,
                                bool& field) {
  const std::string names = field ? flag + ",!--no-" + option.name : flag;
  return cli.add_flag(names, field, option.blurb);
}
inline CLI::Option* add_flag_of(CLI::App& cli, const OptionFacts& option, const std::string& flag,
                                Rgba& field) {
  return cli
      .add_option_function<std::string>(
          flag, [&field, flag](const std::string& text) { field = parse_color(flag, text); },
          option.blurb)
      ->type_name("#RRGGBB")
      ->default_str(color_text(argb(field)));
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
/// Brings an alias to the spelling that is shown.
template <typename Enum>
CLI::Validator spelling() {
  return {[](std::string& text) {
            if (const Choice<Enum>* choice = choice_called<Enum>(text)) text = choice->text;
            return std::string();
          },
          ""};
}
/// What a number is called.
template <typename Number>
constexpr const char* kind_of() {
  return std::is_integral_v<Number> ? "a whole number" : "a number";
}
/// Refuses what is outside the option's range in the library's words; --help shows it, and the
/// unit.
template <typename Value>
CLI::Validator in_range(const OptionFacts& option) {
  const auto fault = [option](const std::string& text) {
    Value value{};
    return CLI::detail::lexical_cast(text, value)
               ? range_fault(option, double(value))
               : text + " is not " + kind_of<Value>() + " in " + range_text(option);
  };
  const std::string unit = *option.unit == '\0' ? "" : std::string(" ") + option.unit;
  return {fault, range_text(option) + unit};
}
/// Texts, numbers, and lists of them.
template <typename Value>
CLI::Option* add_flag_of(CLI::App& cli, const OptionFacts& option, const std::string& flag,
                         Value& field) {
  CLI::Option* added = cli.add_option(flag, field, option.blurb);
  if constexpr (std::is_arithmetic_v<Value>) {
    if (has_range(option)) added->check(in_range<Value>(option));
    if (option.or_zero) added->transform(settling<Value>(option));
  }
  return option.file ? added->check(CLI::ExistingFile)->type_name("FILE") : added;
}
template <typename Enum>
requires std::is_enum_v<Enum> CLI::Option* add_flag_of(CLI::App& cli, const OptionFacts& option,
                                                       const std::string& flag, Enum& field) {
  const auto set = [&field](const std::string& text) { field = choice_called<Enum>(text)->value; };
  return with_choices(cli.add_option_function<std::string>(flag, set, option.blurb),
                      choice_names<Enum>())
      ->transform(spelling<Enum>())
      ->default_str(choice_text(field));
}

/// "--NAME", "--NAME,--ALIAS".
inline std::string flag_names(const OptionFacts& option) {
  const std::string name = std::string("--") + option.name;
  return *option.alias == '\0' ? name : name + ",--" + option.alias;
}

/// Adds "--NAME" for a field of `given`, which must outlive `cli` and holds the default.
template <typename Struct, typename Value>
CLI::Option* add_flag(CLI::App& cli, const Option<Struct, Value>& option, Struct& given) {
  CLI::Option* added = add_flag_of(cli, option, flag_names(option), given.*option.field);
  return *option.group == '\0' ? added : added->group(option.group);
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
