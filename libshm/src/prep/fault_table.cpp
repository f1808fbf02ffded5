#include "prep/fault_table.hpp"

#include <algorithm>
#include <tuple>

#include "shm/whole_file.hpp"

namespace shm {
namespace {

constexpr std::string_view heading = "name,reason\n";

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string text = "\"";
  for (const char c : field)
    text.append(c == '"' ? 2 : 1, c);
  return text + "\"";
}

/// Takes one field and the separator after it off the front of `text`.
std::string take_field(std::string_view& text, std::string_view separator) {
  std::string field;
  bool inside_quotes = false;
  while (!text.empty() && (inside_quotes || !text.starts_with(separator))) {
    const bool doubled = inside_quotes && text.starts_with("\"\"");
    if (text.front() == '"' && !doubled)
      inside_quotes = !inside_quotes;
    else
      field += text.front();
    text.remove_prefix(doubled ? 2 : 1);
  }
  text.remove_prefix(std::min(separator.size(), text.size()));
  return field;
}

}  // namespace

std::string to_csv(const std::vector<Fault>& faults) {
  std::string text(heading);
  for (const Fault& fault : faults)
    text.append(quoted(fault.name)).append(",").append(quoted(fault.what)).append("\n");
  return text;
}

std::vector<Fault> parse_csv(std::string_view text) {
  std::vector<Fault> faults;
  text.remove_prefix(text.starts_with(heading) ? heading.size() : 0);
  while (!text.empty()) {
    std::string name = take_field(text, ",");
    faults.push_back({std::move(name), take_field(text, "\n")});
  }
  return faults;
}

void renew_faults(const std::filesystem::path& table, const std::vector<Fault>& faults,
                  const std::function<bool(const std::string& name)>& outdated) {
  std::vector<Fault> all = faults;
  if (std::filesystem::exists(table))
    for (const Fault& earlier : parse_csv(read_whole_file(table)))
      if (!outdated(earlier.name)) all.push_back(earlier);
  std::sort(all.begin(), all.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.name, a.what) < std::tie(b.name, b.what);
  });
  write_whole_file(table, to_csv(all));
}

}  // namespace shm
