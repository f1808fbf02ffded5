// SPDX-License-Identifier: MIT
// Lists of picture names.

#include "shm/list_file.hpp"

#include <map>
#include <sstream>

#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string read_text(const fs::path& file) {
  const std::string text = read_whole_file(file);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    throw BadInput(file.string() + " is in UTF-16: save it as UTF-8");
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

bool is_file_name(const std::string& name) {
  return name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

/// The pictures of a folder by their names without extension.
std::multimap<std::string, std::string> names_by_stem(const fs::path& folder) {
  std::multimap<std::string, std::string> names;
  for (const std::string& name : picture_names(folder))
    names.emplace(fs::path(name).stem().string(), name);
  return names;
}

/// A line of a list, with what a fault of it begins with, and the fault that it has.
struct Line {
  std::string name;
  int number;
  std::string place;
  std::string fault;
};

std::vector<Line> read_lines(const fs::path& file) {
  std::istringstream text(read_text(file));
  std::vector<Line> lines;
  std::string name;
  for (int number = 1; std::getline(text, name); ++number) {
    name.erase(name.find_last_not_of(" \t\r") + 1);
    const std::string place = file.filename().string() + " line " + std::to_string(number) + ": ";
    if (!name.empty()) lines.push_back({name, number, place, {}});
  }
  return lines;
}

NameList checked(const std::vector<Line>& lines) {
  NameList list;
  std::map<std::string, int> line_of;
  for (const auto& [name, line, place, fault] : lines) {
    if (!fault.empty())
      list.faults.push_back({name, place + fault});
    else if (!is_file_name(name))
      list.faults.push_back({name, place + "a file name without folders is needed here"});
    else if (const auto [earlier, is_new] = line_of.emplace(name, line); !is_new)
      list.faults.push_back(
          {name, place + "listed before, on line " + std::to_string(earlier->second)});
    else
      list.names.push_back(name);
  }
  return list;
}

}  // namespace

NameList read_list(const fs::path& file) {
  return checked(read_lines(file));
}

NameList read_list(const fs::path& file, const fs::path& folder) {
  const auto by_stem = names_by_stem(folder);
  std::vector<Line> lines = read_lines(file);
  for (Line& line : lines) {
    std::error_code error;
    const auto [first, last] = by_stem.equal_range(line.name);
    if (first == last || fs::exists(folder / line.name, error)) continue;
    if (std::next(first) == last)
      line.name = first->second;
    else
      line.fault = "there are several pictures of this name: add the extension";
  }
  return checked(lines);
}

void write_list(const std::filesystem::path& file, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text.append(name).append("\n");
  write_whole_file(file, text);
}

}  // namespace shm
