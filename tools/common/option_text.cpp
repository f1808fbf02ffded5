// SPDX-License-Identifier: MIT
// What help, manual pages and completion tell of a program's options: one reading of CLI11's own.
#include "common/option_text.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace shm::tools {
namespace {

/// "auto|cpu" is one of these, "FOLDER" a word for what is to be said.
bool is_choice(const std::string& type) {
  return !type.empty() && (std::islower(type[0]) != 0 || std::isdigit(type[0]) != 0);
}

/// What the value is, and what is said of it behind a colon: "FLOAT:0..1".
std::pair<std::string, std::string> type_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t colon = type.find(':');
  return colon == std::string::npos ? std::pair(type, std::string())
                                    : std::pair(type.substr(0, colon), type.substr(colon + 1));
}

std::string placeholder(const std::string& type) {
  if (is_choice(type)) return "NAME";
  return type == "INT" || type == "UINT" || type == "FLOAT" ? "N" : type;
}

bool takes_value(const CLI::Option& option) {
  return option.get_items_expected_max() > 0 && !option.get_type_name().empty();
}

/// Of a file of whoever runs it: what is installed for all must not name who built it.
std::string with_home(const std::string& text) {
  const char* const home = std::getenv("HOME");
  const bool within = home != nullptr && *home != '\0' && text.starts_with(home);
  return within ? "~" + text.substr(std::string(home).size()) : text;
}

std::string default_of(const CLI::Option& option) {
  const std::string text = with_home(option.get_default_str());
  const bool counts = takes_value(option) && option.get_expected_min() > 0;
  return counts && text != "[]" && text != "\"\"" ? text : "";
}

void add_relations(const CLI::Option& option, std::vector<std::string>& remarks) {
  for (const CLI::Option* other : option.get_needs())
    remarks.push_back("with --" + other->get_lnames().front());
  for (const CLI::Option* other : option.get_excludes())
    remarks.push_back("not with --" + other->get_lnames().front());
}

std::vector<std::string> remarks_on(const CLI::Option& option, const std::string& range,
                                    const std::vector<std::string>& choices) {
  std::vector<std::string> remarks;
  if (!choices.empty()) remarks.push_back(joined(choices, "|"));
  if (choices.empty() && !range.empty() && range != "FILE") remarks.push_back(range);
  if (const std::string preset = default_of(option); !preset.empty())
    remarks.push_back("default " + preset);
  add_relations(option, remarks);
  return remarks;
}

std::vector<std::string> names_of(const CLI::Option& option) {
  if (!option.nonpositional()) return {option.get_name(true)};
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames())
    names.push_back("-" + name);
  for (const std::string& name : option.get_lnames())
    names.push_back("--" + name);
  return names;
}

bool asks_for_help(const CLI::App& app, const CLI::Option& option) {
  return &option == app.get_help_ptr() || &option == app.get_help_all_ptr();
}

std::string group_of(const CLI::App& app, const CLI::Option& option) {
  if (asks_for_help(app, option)) return general_group;
  return option.nonpositional() ? option.get_group() : "";
}

void add_to(std::vector<OptionGroup>& groups, const std::string& heading, OptionText text) {
  const auto is_it = [&](const OptionGroup& group) { return group.heading == heading; };
  auto found = std::find_if(groups.begin(), groups.end(), is_it);
  if (found == groups.end()) found = groups.insert(groups.end(), {heading, {}});
  found->options.push_back(std::move(text));
}

void add_options_of(const CLI::App& app, std::vector<OptionGroup>& groups) {
  for (const CLI::Option* option : app.get_options()) {
    const bool again = app.get_name().empty() && asks_for_help(app, *option);  // of whom it is in
    if (!option->get_group().empty() && !again)
      add_to(groups, group_of(app, *option), text_of(*option));
  }
  for (const CLI::App* within : app.get_subcommands({}))
    if (within->get_name().empty()) add_options_of(*within, groups);
}

}  // namespace

std::string joined(const std::vector<std::string>& texts, const std::string& between) {
  std::string all;
  for (const std::string& text : texts)
    all += (all.empty() ? "" : between) + text;
  return all;
}

OptionText text_of(const CLI::Option& option) {
  OptionText text{.names = names_of(option), .blurb = option.get_description()};
  text.positional = !option.nonpositional();
  text.required = option.get_required();
  text.many = option.get_items_expected_max() > 1;
  const auto [type, range] = type_of(option);
  if (takes_value(option)) {
    if (is_choice(type)) text.choices = CLI::detail::split(type, '|');
    text.value = placeholder(type);
    if (option.get_expected_min() == 0) text.value = "[" + text.value + "]";
  }
  text.remarks = remarks_on(option, range, text.choices);
  return text;
}

std::string remarks_of(const OptionText& option) {
  return option.remarks.empty() ? "" : " [" + joined(option.remarks, "; ") + "]";
}

std::vector<OptionGroup> option_groups(const CLI::App& app) {
  std::vector<OptionGroup> groups;
  add_options_of(app, groups);
  const auto rank = [](const OptionGroup& group) {
    return group.heading.empty() ? 0 : group.heading == general_group ? 2 : 1;
  };
  std::stable_sort(groups.begin(), groups.end(),
                   [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return groups;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* command) { return !command->get_name().empty(); });
}

std::string usage(const CLI::App& app, const std::string& name) {
  std::string line = name + " [OPTIONS]";
  std::string positionals;
  for (const OptionGroup& group : option_groups(app))
    for (const OptionText& option : group.options) {
      const std::string words = option.names.front() + (option.many ? "..." : "");
      if (option.positional)
        positionals += " " + (option.required ? words : "[" + words + "]");
      else if (option.required)
        line += " " + option.names.front() + " " + option.value;
    }
  const bool must = app.get_require_subcommand_min() > 0;
  if (!commands_of(app).empty()) positionals += must ? " COMMAND" : " [COMMAND]";
  return line + positionals;
}

}  // namespace shm::tools
