// SPDX-License-Identifier: MIT
// What all programs have in common: flags, exit codes, errors in one line, Ctrl-C.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "common/cli.hpp"

namespace shm::tools {

class Help;

/// What a program's exit code says.
enum class Outcome { success = 0, failed_work = 1, bad_usage = 2 };

/// What the programs have in common: --help and --help-all, --version, --config, the manual page,
/// completion in shells, exit codes, and errors as one line "NAME: error: TEXT" on stderr.
class Program {
 public:
  Program(const std::string& name, const std::string& description);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Where options and subcommands are added.
  CLI::App& cli() { return *cli_; }

  /// Groups of options of which --help tells the names alone.
  void set_rare(const std::set<std::string>& groups);

  /// A call to learn from, and what comes of it.
  void add_example(const std::string& call, const std::string& result);

  /// Parses, then works; the result is for main() to return. An InvalidOption thrown by `work` is
  /// bad usage, every other exception failed work.
  int run(int argc, char** argv, const std::function<Outcome()>& work);

 private:
  void add_general_options();
  Outcome guarded(const std::function<Outcome()>& work) const;

  std::unique_ptr<CLI::App> cli_;
  std::shared_ptr<Help> help_;
};

/// Whether Ctrl-C (or SIGTERM) asked for an end: finish the piece of work in hand, then stop. A
/// second Ctrl-C ends the program at once.
bool interrupted();

/// "NAME: error: TEXT" and "NAME: warning: TEXT", as Program prints an error: for work that goes
/// on.
std::string error_line(const CLI::App& cli, const std::string& text);
std::string warning_line(const CLI::App& cli, const std::string& text);
void print_error(const CLI::App& cli, const std::string& text);
void print_warning(const CLI::App& cli, const std::string& text);
/// "NAME: TEXT".
void print_note(const CLI::App& cli, const std::string& text);

}  // namespace shm::tools
