// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace shm::tools {

/// What a program's exit code says.
enum class Outcome { success = 0, failed_work = 1, bad_usage = 2 };

/// What the programs have in common: --help with defaults, --version, --config, exit codes, and
/// errors as one line "NAME: error: TEXT" on stderr.
class Program {
 public:
  Program(const std::string& name, const std::string& description);

  /// Where options and subcommands are added.
  CLI::App& cli() { return cli_; }

  /// Parses, then works; the result is for main() to return. An InvalidOption thrown by `work` is
  /// bad usage, every other exception failed work.
  int run(int argc, char** argv, const std::function<Outcome()>& work);

 private:
  Outcome guarded(const std::function<Outcome()>& work) const;

  CLI::App cli_;
};

/// Whether Ctrl-C (or SIGTERM) asked for an end: finish the piece of work in hand, then stop. A
/// second Ctrl-C ends the program at once.
bool interrupted();

/// "NAME: error: TEXT" as Program prints it, for work that goes on after an error.
void print_error(const CLI::App& cli, const std::string& text);
void print_warning(const CLI::App& cli, const std::string& text);
/// "NAME: TEXT".
void print_note(const CLI::App& cli, const std::string& text);

}  // namespace shm::tools
