// SPDX-License-Identifier: MIT
// Tables of comma-separated values, with quotes.

#include "shm/csv.hpp"

namespace shm {
namespace {

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string text = "\"";
  for (const char c : field)
    text.append(c == '"' ? 2 : 1, c);
  return text + "\"";
}

/// Up to what separates it from the next, or ends the row.
std::string take_field(std::string_view& text) {
  std::string field;
  bool inside_quotes = false;
  while (!text.empty() && (inside_quotes || (text.front() != ',' && text.front() != '\n'))) {
    const bool doubled = inside_quotes && text.starts_with("\"\"");
    if (text.front() == '"' && !doubled)
      inside_quotes = !inside_quotes;
    else
      field += text.front();
    text.remove_prefix(doubled ? 2 : 1);
  }
  return field;
}

}  // namespace

std::string csv_row(const std::vector<std::string>& fields) {
  std::string row;
  for (const std::string& field : fields)
    row.append(quoted(field)).append(",");
  row.back() = '\n';
  return row;
}

std::vector<std::string> take_csv_row(std::string_view& text) {
  std::vector<std::string> fields = {take_field(text)};
  while (text.starts_with(',')) {
    text.remove_prefix(1);
    fields.push_back(take_field(text));
  }
  if (!text.empty()) text.remove_prefix(1);
  return fields;
}

}  // namespace shm
