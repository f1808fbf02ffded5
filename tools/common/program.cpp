// SPDX-License-Identifier: MIT
// What all programs have in common: flags, exit codes, errors in one line, Ctrl-C.
#include "common/program.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string_view>

#include "commit.hpp"
#include "common/completion.hpp"
#include "common/help.hpp"
#include "common/manual.hpp"
#include "common/option_flags.hpp"
#include "common/option_text.hpp"
#include "shm/error.hpp"
#include "shm/machine.hpp"

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

/// What was built of what, and what it computes with here.
std::string version_of(const std::string& program) {
  return program + " " SHM_VERSION " (" SHM_COMMIT ")\nvector unit: " + vector_unit_in_use() +
         ", of " SHM_VECTOR_UNITS " in this build";
}

/// Ends the program with a text in place of work, as --version does.
[[noreturn]] void answer(const std::string& text) {
  throw CLI::CallForVersion(text, int(Outcome::success));
}

std::string names_of(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands)
    names.push_back(command->get_name());
  return joined(names, ", ");
}

/// What is wrong where a command is needed and none was given.
std::string command_fault(const CLI::App& app) {
  const std::vector<std::string> others = app.remaining();
  const std::string names = names_of(commands_of(app));
  return others.empty() ? "say what to do: " + names : others.front() + ": is none of " + names;
}

/// What is wrong where an option was given more often than it is taken.
std::string repetition_fault(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options())
    if (option->get_items_expected_max() == 1 && option->count() > 1)
      return option->get_name() + ": is given " + std::to_string(option->count()) +
             " times: give it once";
  for (const CLI::App* within : app.get_subcommands({}))
    if (std::string fault = repetition_fault(*within); !fault.empty()) return fault;
  return "";
}

/// What is wrong with a line of a --config file: sections come as "NAME.++".
std::string line_fault(std::string_view text) {
  constexpr std::string_view unknown = "INI was not able to parse ";
  if (!text.starts_with(unknown)) return "";
  text.remove_prefix(unknown.size());
  return "--config: " + std::string(text.substr(0, text.find(".++"))) + " is no option";
}

/// CLI11 looks at the values of what it knows before it tells of what it does not know.
std::string unknown_option(const CLI::App& app) {
  for (const std::string& word : app.remaining(true))
    if (word.size() > 1 && word.starts_with('-')) return "there is no option " + word;
  return "";
}

/// In our words what CLI11 says less clearly; nothing where its own will do.
std::string fault_of(const CLI::App& app, const CLI::Error& error) {
  if (std::string fault = unknown_option(app); !fault.empty()) return fault;
  const bool lacks = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  if (lacks && app.get_require_subcommand_min() > 0 && app.get_subcommands().empty())
    return command_fault(app);
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) return repetition_fault(app);
  return line_fault(error.what());
}

std::string explained(const CLI::App* app, const CLI::Error& error) {
  const std::string fault = fault_of(*app, error);
  return error_line(*app, fault.empty() ? error.what() : fault) + "\n" + app->get_name() +
         " --help tells more\n";
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
    : cli_(std::make_unique<CLI::App>(description, name)), help_(std::make_shared<Help>()) {
  help_->rare = {general_group};
  cli_->formatter(help_);
  cli_->set_help_flag("-h,--help", "Print what matters most and exit");
  cli_->set_help_all_flag("--help-all", "Print all there is to say of all options and exit");
  add_general_options();
  cli_->option_defaults()->always_capture_default();
  cli_->allow_config_extras(CLI::config_extras_mode::error);
  cli_->failure_message(explained);
}

Program::~Program() = default;

void Program::add_general_options() {
  cli_->set_version_flag(
          "--version", [this] { return version_of(cli_->get_name()); },
          "Print version, commit and vector units and exit")
      ->group(general_group);
  cli_->set_config("--config", "", "Read options from a TOML or INI file: one NAME=VALUE a line")
      ->type_name("FILE")
      ->group(general_group);
  with_choices(
      cli_->add_option_function<std::string>(
          "--completion", [this](const std::string& shell) { answer(completion(*cli_, shell)); },
          "Print what has a shell complete the options and exit"),
      {"bash", "zsh", "fish"})
      ->configurable(false)
      ->group(general_group);
  cli_->add_flag_callback(
          "--man", [this] { answer(manual(*cli_, help_->examples, "shmmatting " SHM_VERSION)); },
          "Print the manual page and exit")
      ->configurable(false)
      ->group(general_group);
}

void Program::set_rare(const std::set<std::string>& groups) {
  help_->rare.insert(groups.begin(), groups.end());
}

void Program::add_example(const std::string& call, const std::string& result) {
  help_->examples.push_back({call, result});
}

int Program::run(int argc, char** argv, const std::function<Outcome()>& work) {
  hold_standard_streams();
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  return int(guarded([&] {
    try {
      cli_->parse(argc, argv);
    } catch (const CLI::ParseError& end) {
      const bool asked_for = cli_->exit(end) == 0;  // --help and its kin end here as well
      return asked_for ? Outcome::success : Outcome::bad_usage;
    }
    return work();
  }));
}

Outcome Program::guarded(const std::function<Outcome()>& work) const {
  try {
    return work();
  } catch (const InvalidOption& error) {
    print_error(*cli_, error.what());
    return Outcome::bad_usage;
  } catch (const std::filesystem::filesystem_error& error) {  // whose own words are the library's
    print_error(*cli_, error.path1().string() + ": " + error.code().message());
    return Outcome::failed_work;
  } catch (const std::exception& error) {
    print_error(*cli_, error.what());
    return Outcome::failed_work;
  }
}

}  // namespace shm::tools
