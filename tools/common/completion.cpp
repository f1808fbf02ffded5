// SPDX-License-Identifier: MIT
// Scripts by which shells complete a program's options and their values.
#include "common/completion.hpp"

#include <algorithm>
#include <vector>

#include "common/option_text.hpp"

namespace shm::tools {
namespace {

std::vector<OptionText> flags_of(const CLI::App& app) {
  std::vector<OptionText> flags;
  for (const OptionGroup& group : option_groups(app))
    for (const OptionText& option : group.options)
      if (!option.positional) flags.push_back(option);
  return flags;
}

std::vector<std::string> names_of_commands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands_of(app))
    names.push_back(command->get_name());
  return names;
}

/// Of a shell function.
std::string identifier(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return "_" + name;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

/// In single quotes.
std::string quoted(const std::string& text) {
  return "'" + replaced(text, "'", "'\\''") + "'";
}

bool is_folder(const OptionText& option) {
  return option.value == "FOLDER";
}

// bash

/// How the value of a flag is completed; names of files where nothing is said.
std::string bash_values(const OptionText& option) {
  if (!option.choices.empty()) return "words='" + joined(option.choices, " ") + "'";
  if (option.value == "N") return "compopt +o default";
  return is_folder(option) ? "compopt -o dirnames +o default" : ":";
}

std::string bash_cases(const CLI::App& app, const std::string& command) {
  std::string cases, names;
  for (const OptionText& option : flags_of(app)) {
    names += " " + joined(option.names, " ");
    if (option.value.empty() || option.value.front() == '[') continue;
    std::vector<std::string> patterns;
    for (const std::string& name : option.names)
      patterns.push_back(command + ":" + name);
    cases += "    " + joined(patterns, "|") + ") " + bash_values(option) + " ;;\n";
  }
  return cases + "    " + command + ":*) [[ $cur == -* ]] && words='" + names.substr(1) + "'" +
         (commands_of(app).empty() ? ""
                                   : " || words='" + joined(names_of_commands(app), " ") + "'") +
         " ;;\n";
}

std::string bash_script(const CLI::App& app) {
  std::string cases, command;
  for (const CLI::App* each : commands_of(app))
    cases += bash_cases(*each, each->get_name());
  if (!cases.empty())
    command = "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n    case $word in " +
              joined(names_of_commands(app), "|") + ") command=$word ;; esac\n  done\n";
  const std::string function = identifier(app.get_name());
  return function +
         "() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= word "
         "words=\n"
         "  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then "
         "prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n" +
         command + "  case $command:$prev in\n" + cases + bash_cases(app, "") +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
         "}\n"
         "complete -o default -F " +
         function + " " + app.get_name() + "\n";
}

// zsh

std::string zsh_text(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string zsh_values(const OptionText& option) {
  if (option.value.empty()) return "";
  const bool may_lack = option.value.front() == '[';
  std::string action = is_folder(option) ? "_files -/" : "_files";
  if (!option.choices.empty()) action = "(" + joined(option.choices, " ") + ")";
  if (option.value == "N") action = " ";
  return (may_lack ? "::" : ":") + zsh_text(option.value) + ":" + action;
}

std::string zsh_specs(const CLI::App& app) {
  std::string specs;
  for (const OptionText& option : flags_of(app))
    for (const std::string& name : option.names)
      specs += " \\\n    " + quoted((option.many ? "*" : "") + name + "[" + zsh_text(option.blurb) +
                                    "]" + zsh_values(option));
  return specs;
}

std::string zsh_script(const CLI::App& app) {
  const std::string begin = "#compdef " + app.get_name() + "\n";
  if (commands_of(app).empty())
    return begin + "_arguments" + zsh_specs(app) + " \\\n    '*:file:_files'\n";
  std::string cases;
  for (const CLI::App* command : commands_of(app))
    cases += "  " + command->get_name() + ") _arguments" + zsh_specs(*command) +
             " \\\n    '*:file:_files' ;;\n";
  return begin + "local line state\n_arguments -C" + zsh_specs(app) + " \\\n    '1:command:(" +
         joined(names_of_commands(app), " ") + ")' \\\n    '*::argument:->rest'\n" +
         "[[ $state == rest ]] && case $line[1] in\n" + cases + "esac\n";
}

// fish

std::string fish_values(const OptionText& option) {
  if (option.value.empty() || option.value.front() == '[') return "";
  if (!option.choices.empty()) return " -x -a " + quoted(joined(option.choices, " "));
  if (option.value == "N") return " -x";
  return is_folder(option) ? " -x -a '(__fish_complete_directories)'" : " -r -F";
}

std::string fish_lines(const CLI::App& app, const std::string& begin) {
  std::string lines;
  for (const OptionText& option : flags_of(app)) {
    lines += begin;
    for (const std::string& name : option.names)
      lines += name.size() == 2 ? " -s " + name.substr(1) : " -l " + name.substr(2);
    lines += fish_values(option) + " -d " + quoted(option.blurb) + "\n";
  }
  return lines;
}

std::string fish_script(const CLI::App& app) {
  const std::string begin = "complete -c " + app.get_name();
  const bool has_commands = !commands_of(app).empty();
  std::string script = fish_lines(app, begin + (has_commands ? " -n __fish_use_subcommand" : ""));
  for (const CLI::App* command : commands_of(app)) {
    script += begin + " -n __fish_use_subcommand -f -a " + command->get_name() + " -d " +
              quoted(command->get_description()) + "\n";
    script += fish_lines(*command,
                         begin + " -n '__fish_seen_subcommand_from " + command->get_name() + "'");
  }
  return script;
}

}  // namespace

std::string completion(const CLI::App& app, const std::string& shell) {
  if (shell == "bash") return bash_script(app);
  return shell == "zsh" ? zsh_script(app) : fish_script(app);
}

}  // namespace shm::tools
