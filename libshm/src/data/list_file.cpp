// SPDX-License-Identifier: MIT
// Lists of picture names.

#include "shm/list_file.hpp"

#include <map>
#include <sstream>

#include "shm/whole_file.hpp"

namespace shm {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string without_byte_order_mark(std::string text) {
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

bool is_file_name(const std::string& name) {
  return name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

}  // namespace

NameList read_list(const std::filesystem::path& file) {
  std::istringstream text(without_byte_order_mark(read_whole_file(file)));
  NameList list;
  std::map<std::string, int> line_of;
  std::string name;
  for (int line = 1; std::getline(text, name); ++line) {
    if (name.ends_with('\r')) name.pop_back();
    if (name.empty()) continue;
    const std::string place = file.filename().string() + " line " + std::to_string(line) + ": ";
    if (!is_file_name(name))
      list.faults.push_back({name, place + "a file name without folders is needed here"});
    else if (const auto [earlier, is_new] = line_of.emplace(name, line); !is_new)
      list.faults.push_back(
          {name, place + "listed before, on line " + std::to_string(earlier->second)});
    else
      list.names.push_back(name);
  }
  return list;
}

void write_list(const std::filesystem::path& file, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text.append(name).append("\n");
  write_whole_file(file, text);
}

}  // namespace shm
