// SPDX-License-Identifier: MIT
// A program's manual page, of what its options say of themselves.
#include "common/manual.hpp"

#include <algorithm>
#include <cctype>

#include "common/option_text.hpp"

namespace shm::tools {
namespace {

/// As it is to be read, also where a line begins with a dot.
std::string plain(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    const bool begins = escaped.empty() || escaped.back() == '\n';
    if (begins && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '\\' || c == '-') escaped += '\\';
    escaped += c == '\\' ? 'e' : c;
  }
  return escaped;
}

std::string bold(const std::string& text) {
  return "\\fB" + plain(text) + "\\fR";
}

std::string section(const std::string& title, const std::string& text) {
  return ".SH " + title + "\n" + text;
}

/// What is told, indented below its name.
std::string entry(const std::string& head, const std::string& text) {
  return ".TP\n" + head + "\n" + text + "\n";
}

std::string entry(const OptionText& option) {
  std::string head;
  for (const std::string& name : option.names)
    head += (head.empty() ? "" : ", ") + bold(name);
  if (!option.positional && !option.value.empty()) head += " \\fI" + plain(option.value) + "\\fR";
  return entry(head, plain(option.blurb + remarks_of(option)));
}

std::string entries(const CLI::App& app) {
  std::string text;
  for (const OptionGroup& group : option_groups(app)) {
    if (!group.heading.empty()) text += ".SS " + plain(group.heading) + "\n";
    for (const OptionText& option : group.options)
      text += entry(option);
  }
  return text;
}

/// What a command is called, does and takes; what all programs have is told above.
std::string command_section(const CLI::App& command, const std::string& program) {
  std::string text = ".SS " + plain(command.get_name()) + "\n" + plain(command.get_description()) +
                     ".\n.PP\n" + bold(usage(command, program + " " + command.get_name())) + "\n";
  for (const OptionGroup& group : option_groups(command))
    if (group.heading != general_group)
      for (const OptionText& option : group.options)
        text += entry(option);
  return text;
}

std::string listed(const std::vector<Example>& examples) {
  std::string text;
  for (const auto& [call, result] : examples)
    text += entry(bold(call), plain(result));
  return text;
}

/// "NAME \- what it does", as apropos wants it.
std::string name_line(const std::string& name, const std::string& description) {
  std::string first = description.substr(0, description.find_first_of(".:\n"));
  first[0] = char(std::tolower(first[0]));
  return plain(name) + " \\- " + plain(first) + "\n";
}

std::string exit_status() {
  return entry("0", "All is done.") +
         entry("1", "Not all could be done; errors say what and why.") +
         entry("2", "The program was called wrongly; nothing was done.");
}

std::string environment() {
  return entry(bold("SHM_MODEL_PATH"),
               "Folders in which models are looked for by name, parted by "
               "colons, before those that are installed.") +
         entry(bold("SHM_VECTOR_UNIT"),
               "The widest vector unit to compute with: plain, avx2 or avx512.");
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return char(std::toupper(c)); });
  return text;
}

}  // namespace

std::string manual(const CLI::App& app, const std::vector<Example>& examples,
                   const std::string& version) {
  const std::string& name = app.get_name();
  std::string page =
      ".TH " + plain(upper(name)) + R"( 1 "" ")" + plain(version) + R"(" "User Commands")" + "\n";
  page += ".nh\n.ad l\n";  // no names of options and files in two
  page += section("NAME", name_line(name, app.get_description()));
  page += section("SYNOPSIS", bold(usage(app, name)) + "\n");
  page += section("DESCRIPTION", plain(app.get_description()) + "\n");
  if (!app.get_footer().empty()) page += ".PP\n" + plain(app.get_footer()) + "\n";
  page += section("OPTIONS", entries(app));
  std::string commands;
  for (const CLI::App* command : commands_of(app))
    commands += command_section(*command, name);
  if (!commands.empty()) page += section("COMMANDS", commands);
  if (!examples.empty()) page += section("EXAMPLES", listed(examples));
  return page + section("EXIT STATUS", exit_status()) + section("ENVIRONMENT", environment());
}

}  // namespace shm::tools
