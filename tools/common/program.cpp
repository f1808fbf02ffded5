// SPDX-License-Identifier: MIT
// What all programs have in common: flags, exit codes, errors in one line, Ctrl-C.
#include "common/program.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>

#include "shm/error.hpp"

namespace shm::tools {
namespace {

volatile std::sig_atomic_t interrupt_seen = 0;

void on_interrupt(int signal) {
  interrupt_seen = 1;
  std::signal(signal, SIG_DFL);
}

/// Where one was closed, the next file to be opened would take its place, and be written over.
void hold_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0)
      ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // fails at use
}

}  // namespace

bool interrupted() {
  return interrupt_seen != 0;
}

std::string error_line(const CLI::App& cli, const std::string& text) {
  return cli.get_name() + ": error: " + text;
}

std::string warning_line(const CLI::App& cli, const std::string& text) {
  return cli.get_name() + ": warning: " + text;
}

void print_error(const CLI::App& cli, const std::string& text) {
  std::fprintf(stderr, "%s\n", error_line(cli, text).c_str());
}

void print_warning(const CLI::App& cli, const std::string& text) {
  std::fprintf(stderr, "%s\n", warning_line(cli, text).c_str());
}

void print_note(const CLI::App& cli, const std::string& text) {
  std::fprintf(stderr, "%s: %s\n", cli.get_name().c_str(), text.c_str());
}

Program::Program(const std::string& name, const std::string& description)
    : cli_(std::make_unique<CLI::App>(description, name)) {
  cli_->set_version_flag("--version", name + " " SHM_VERSION, "Print the version and exit");
  cli_->set_config("--config", "", "Read options from a TOML or INI file: one NAME=VALUE a line");
  cli_->option_defaults()->always_capture_default();
}

Program::~Program() = default;

int Program::run(int argc, char** argv, const std::function<Outcome()>& work) {
  hold_standard_streams();
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  try {
    cli_->parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    const bool asked_for = cli_->exit(end) == 0;  // --help and --version end here as well
    return int(asked_for ? Outcome::success : Outcome::bad_usage);
  }
  return int(guarded(work));
}

Outcome Program::guarded(const std::function<Outcome()>& work) const {
  try {
    return work();
  } catch (const InvalidOption& error) {
    print_error(*cli_, error.what());
    return Outcome::bad_usage;
  } catch (const std::exception& error) {
    print_error(*cli_, error.what());
    return Outcome::failed_work;
  }
}

}  // namespace shm::tools
