// SPDX-License-Identifier: MIT
// What --help and --help-all print.
#pragma once

#include <CLI/CLI.hpp>
#include <set>
#include <string>
#include <vector>

namespace shm::tools {

/// A call, and what comes of it.
struct Example {
  std::string call;
  std::string result;
};

/// --help fits on a screen: a line an option, and of rarer groups only the names. --help-all says
/// everything.
class Help : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;

  std::set<std::string> rare;  ///< groups
  std::vector<Example> examples;
};

}  // namespace shm::tools
