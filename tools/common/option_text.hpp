// SPDX-License-Identifier: MIT
// What help, manual pages and completion tell of a program's options: one reading of CLI11's own.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace shm::tools {

/// An option, in words.
struct OptionText {
  std::vector<std::string> names;    ///< "-o", "--out"; of a positional what it is called
  std::string value;                 ///< "N", "NAME", "FOLDER"; empty where it takes none
  std::vector<std::string> choices;  ///< of the value
  std::string blurb;
  std::vector<std::string> remarks;  ///< choices or range, default, what it goes with
  bool positional = false;
  bool required = false;
  bool many = false;

  /// The first in full: "--out" rather than "-o".
  const std::string& name() const {
    return names.size() > 1 && names[0].size() == 2 ? names[1] : names[0];
  }
};

OptionText text_of(const CLI::Option& option);

/// " [0..1; default 0.5]" of its remarks; nothing where it has none.
std::string remarks_of(const OptionText& option);

/// Options under one heading.
struct OptionGroup {
  std::string heading;
  std::vector<OptionText> options;
};

/// All options that users are told of, by group: positionals first, what all programs have last.
std::vector<OptionGroup> option_groups(const CLI::App& app);

/// The commands that the program has.
std::vector<const CLI::App*> commands_of(const CLI::App& app);

/// "shm-matte [OPTIONS] -o FOLDER INPUT..."; `name` is the program's, and the command's.
std::string usage(const CLI::App& app, const std::string& name);

std::string joined(const std::vector<std::string>& texts, const std::string& between);

/// Of options that every program has.
inline constexpr const char* general_group = "General";

}  // namespace shm::tools
