// SPDX-License-Identifier: MIT
// Writes the tables of properties and flags in the documents from the rows of options.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <type_traits>
#include <utility>

#include "cells.hpp"
#include "element_options.hpp"
#include "flag_tables.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

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
      "Those marked * may change while\nplaying and, but for texts, can be driven by a controller, "
      "the others in NULL and READY.\n\n" +
      long_table();
  for_each_property([&](const auto& option) {
    using Value = typename std::remove_cvref_t<decltype(option)>::value_type;
    if constexpr (std::is_enum_v<Value>) page += values_section<Value>(option.name);
  });
  return page;
}

/// The file's text with what stands between its two marks written anew.
std::string with_table(const std::filesystem::path& file, const std::string& table) {
  const std::string text = read_whole_file(file);
  const std::string begin = "<!-- option-tables: begin -->\n";
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find("<!-- option-tables: end -->");
  if (from == std::string::npos || to == std::string::npos || to < from)
    throw BadInput(file.string() + ": the marks of option-tables are not there");
  return text.substr(0, from + begin.size()) + table + text.substr(to);
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
  bool settled = settle(root / "docs/element.md", element_page(), check);
  for (const auto& [name, table] :
       {std::pair{"README.md", short_table()}, std::pair{"docs/training.md", training_flags()},
        std::pair{"docs/data.md", preparation_flags()}})
    settled = settle(root / name, with_table(root / name, table), check) && settled;
  return settled ? 0 : 1;
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
