// SPDX-License-Identifier: MIT
// Writes the tables of properties in README.md and docs/element.md from the rows of options.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <initializer_list>
#include <sstream>
#include <string>
#include <type_traits>

#include "element_options.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

template <typename Value>
std::string text_of(const Value& value) {
  std::ostringstream text;
  if constexpr (std::is_same_v<Value, bool>) {
    text << std::boolalpha << value;
  } else if constexpr (std::is_enum_v<Value>) {
    text << choice_text(value);
  } else if constexpr (std::is_same_v<Value, Rgba>) {
    text << "0x" << std::hex << argb(value);
  } else {
    text << value;
  }
  return text.str();
}

std::string code(const std::string& text) {
  return text.empty() ? "" : "`" + text + "`";
}

template <typename Enum>
std::string names_of_values() {
  std::string names;
  for (const Choice<Enum>& choice : choices<Enum>)
    names += (names.empty() ? "" : ", ") + code(choice.text);
  return names;
}

template <typename Value>
std::string range_of(const OptionFacts& option) {
  if constexpr (std::is_same_v<Value, bool>) return "`false`, `true`";
  if constexpr (std::is_enum_v<Value>) return names_of_values<Value>();
  if constexpr (std::is_same_v<Value, Rgba>) return "0xAARRGGBB";
  if constexpr (std::is_same_v<Value, std::string>) return option.file ? "a file" : "text";
  if constexpr (std::is_same_v<Value, int> || std::is_same_v<Value, double>)
    return (option.or_zero ? "0, " : "") + text_of(option.least) + ".." + text_of(option.most);
}

std::string row(std::initializer_list<std::string> cells) {
  std::string line = "|";
  for (const std::string& cell : cells)
    line.append(" ").append(cell).append(" |");
  return line.append("\n");
}

std::string blurb_of(const OptionFacts& option) {
  return std::string(option.blurb) + option.of_stream;
}

std::string marked_name(const OptionFacts& option) {
  return code(option.name) + (option.loading ? "" : "*");
}

std::string short_table() {
  const Settings preset;
  std::string table = row({"property", "default", "what it does"}) + row({"---", "---", "---"});
  for_each_property([&](const auto& option) {
    const auto value = field_of(option, preset);
    using Value = std::remove_const_t<decltype(value)>;
    const std::string values = std::is_enum_v<Value> ? range_of<Value>(option) + ": " : "";
    table += row({marked_name(option), code(text_of(value)), values + blurb_of(option)});
  });
  return table +
         row({"`stats`", "", "read-only: frames, failures, time of each stage, what is in use"});
}

std::string long_table() {
  const Settings preset;
  std::string table = row({"property", "unit", "range", "default", "what it does"}) +
                      row({"---", "---", "---", "---", "---"});
  for_each_property([&](const auto& option) {
    const auto value = field_of(option, preset);
    using Value = std::remove_const_t<decltype(value)>;
    table += row({marked_name(option), option.unit, range_of<Value>(option), code(text_of(value)),
                  blurb_of(option)});
  });
  return table + row({"`stats`", "milliseconds", "read-only", "", stats_blurb});
}

template <typename Enum>
std::string values_section(const std::string& name) {
  std::string section =
      "\n## `" + name + "`\n" + row({"value", "what it is"}) + row({"---", "---"});
  for (const Choice<Enum>& choice : choices<Enum>)
    section += row({code(choice.text), choice.blurb});
  return section;
}

std::string element_page() {
  std::string page =
      "# Properties of shmmatting\n\n"
      "Written by `option-tables` from the rows of options: `ninja -C build write-option-tables`. "
      "Those marked * may change while\nplaying and can be driven by a controller, the others in "
      "NULL and READY.\n\n" +
      long_table();
  for_each_property([&](const auto& option) {
    using Value = typename std::remove_cvref_t<decltype(option)>::value_type;
    if constexpr (std::is_enum_v<Value>) page += values_section<Value>(option.name);
  });
  return page;
}

/// README.md with the table between the two marks written anew.
std::string with_table(const std::string& readme) {
  const std::string begin = "<!-- option-tables: begin -->\n";
  const std::size_t from = readme.find(begin);
  const std::size_t to = readme.find("<!-- option-tables: end -->");
  if (from == std::string::npos || to == std::string::npos || to < from)
    throw BadInput("README.md: the marks of option-tables are not there");
  return readme.substr(0, from + begin.size()) + short_table() + readme.substr(to);
}

/// Writes `text`, or says that the file holds another. False where it does.
bool settle(const std::filesystem::path& file, const std::string& text, bool check) {
  const std::string old = std::filesystem::exists(file) ? read_whole_file(file) : "";
  if (old == text) return true;
  if (!check) {
    write_whole_file(file, text);
    return true;
  }
  std::fprintf(stderr, "%s: is not what the options say: ninja -C build write-option-tables\n",
               file.c_str());
  return false;
}

int run(const std::filesystem::path& root, bool check) {
  const std::filesystem::path readme = root / "README.md";
  const bool page = settle(root / "docs/element.md", element_page(), check);
  const bool table = settle(readme, with_table(read_whole_file(readme)), check);
  return page && table ? 0 : 1;
}

}  // namespace
}  // namespace shm

int main(int argc, char** argv) {
  const bool check = argc == 3 && std::string(argv[2]) == "--check";
  if (argc != 2 && !check) {
    std::fprintf(stderr, "usage: option-tables SOURCE_FOLDER [--check]\n");
    return 2;
  }
  try {
    return shm::run(argv[1], check);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "option-tables: error: %s\n", error.what());
    return 1;
  }
}
