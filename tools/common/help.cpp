// SPDX-License-Identifier: MIT
// What --help and --help-all print.
#include "common/help.hpp"

#include <algorithm>

#include "common/option_text.hpp"

namespace shm::tools {
namespace {

constexpr std::size_t screen = 99;  // columns
constexpr std::size_t column = 27;  // where texts begin
constexpr std::size_t room = screen - column;

/// `text` in lines of the room that there is, each but the first behind `indent` blanks.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t used) {
  std::string lines;
  for (const std::string& word : CLI::detail::split(text, ' ')) {
    const bool first = used == indent;
    if (!first && used + 1 + word.size() > screen) {
      lines += "\n" + std::string(indent, ' ') + word;
      used = indent + word.size();
    } else {
      lines += (first ? "" : " ") + word;
      used += (first ? 0 : 1) + word.size();
    }
  }
  return lines;
}

std::string paragraph(const std::string& text) {
  std::string lines;
  for (const std::string& line : CLI::detail::split(text, '\n'))
    lines += wrapped(line, 0, 0) + "\n";
  return lines;
}

/// As much of it as fits on a line and makes sense alone: whole sentences, else what stands before
/// a colon, else before a comma.
std::string first_words(const std::string& blurb) {
  if (blurb.size() <= room) return blurb;
  const auto last = [&](const char* stop) {
    const std::size_t at = blurb.rfind(stop, room);
    return at == std::string::npos ? 0 : at;
  };
  if (const std::size_t end = std::max(last(". "), last("; ")); end > 0)
    return blurb.substr(0, end);
  if (const std::size_t end = last(": "); end > 0) return blurb.substr(0, end);
  const std::size_t end = last(", ");
  return end > 0 ? blurb.substr(0, end) : blurb;
}

/// With choices, range and default as far as they fit.
std::string brief(const OptionText& option) {
  std::string text = first_words(option.blurb);
  for (std::size_t count = std::min<std::size_t>(option.remarks.size(), 2); count > 0; --count) {
    OptionText fewer = option;
    fewer.remarks.resize(count);
    std::string whole = text + remarks_of(fewer);
    if (whole.size() <= room) return whole;
  }
  return text;
}

std::string row(const std::string& head, const std::string& text) {
  const bool beside = head.size() + 4 <= column;
  const std::string begin = "  " + head;
  return begin +
         (beside ? std::string(column - begin.size(), ' ') : "\n" + std::string(column, ' ')) +
         wrapped(text, column, column) + "\n";
}

std::string head_of(const OptionText& option, bool whole) {
  const std::size_t count = whole || option.names[0].size() == 2 ? option.names.size() : 1;
  const std::vector<std::string> names(option.names.begin(), option.names.begin() + long(count));
  return joined(names, ", ") +
         (option.positional || option.value.empty() ? "" : " " + option.value);
}

std::string section(const OptionGroup& group, bool whole) {
  std::string text = "\n" + (group.heading.empty() ? "" : group.heading + ":\n");
  for (const OptionText& option : group.options)
    text += row(head_of(option, whole), whole ? option.blurb + remarks_of(option) : brief(option));
  return text;
}

/// The names of the group's options alone.
std::string names_row(const OptionGroup& group) {
  std::vector<std::string> names;
  for (const OptionText& option : group.options)
    names.push_back(option.name());
  return row(group.heading, joined(names, " "));
}

std::string commands(const CLI::App& app, bool whole) {
  std::string text;
  for (const CLI::App* command : commands_of(app))
    text += row(command->get_name(),
                whole ? command->get_description() : first_words(command->get_description()));
  return text.empty() ? "" : "\nCommands:\n" + text;
}

std::string listed(const std::vector<Example>& examples) {
  std::string text = examples.empty() ? "" : "\nExamples:\n";
  for (const auto& [call, result] : examples)
    text += "  " + call + "\n      " + result + "\n";
  return text;
}

}  // namespace

std::string Help::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
  const bool whole = mode == CLI::AppFormatMode::All;
  std::string text = paragraph(app->get_description()) + "Usage: " + usage(*app, name) + "\n";
  std::string names;
  for (const OptionGroup& group : option_groups(*app))
    if (whole || rare.count(group.heading) == 0)
      text += section(group, whole);
    else
      names += names_row(group);
  text += commands(*app, whole);
  if (!names.empty()) text += "\nMore, which --help-all explains:\n" + names;
  if (whole)
    for (const CLI::App* command : commands_of(*app))
      text += "\n" + make_help(command, name + " " + command->get_name(), mode);
  if (whole && app->get_parent() == nullptr) text += listed(examples);
  return text + (app->get_footer().empty() ? "" : "\n" + paragraph(app->get_footer()));
}

}  // namespace shm::tools
