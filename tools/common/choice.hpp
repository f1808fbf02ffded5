// SPDX-License-Identifier: MIT
// An option that takes one of an enum's names.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>

namespace shm::tools {

/// An option that takes one of the names of an enum's values and shows them, and its default, in
/// --help. `names` is referred to, not copied.
template <typename Enum>
CLI::Option* add_choice(CLI::App& cli, const std::string& name, Enum& field,
                        const std::map<std::string, Enum>& names, const std::string& description) {
  std::string choices;
  std::string preset;
  for (const auto& [text, value] : names) {
    choices += (choices.empty() ? "" : "|") + text;
    if (value == field) preset = text;
  }
  return cli
      .add_option_function<std::string>(
          name, [&field, &names](const std::string& text) { field = names.at(text); }, description)
      ->check(CLI::IsMember(&names).description(""))
      ->type_name(choices)
      ->default_str(preset);
}

}  // namespace shm::tools
