// SPDX-License-Identifier: MIT
// failed.csv: which pictures could not be done, and why.

#include "prep/fault_table.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "shm/csv.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

const std::vector<std::string> heading = {"name", "reason"};

}  // namespace

std::string to_csv(const std::vector<Fault>& faults) {
  std::string text = csv_row(heading);
  for (const Fault& fault : faults)
    text += csv_row({fault.name, fault.what});
  return text;
}

std::vector<Fault> parse_csv(std::string_view text) {
  std::vector<Fault> faults;
  while (!text.empty()) {
    std::vector<std::string> row = take_csv_row(text);
    if (row == heading) continue;
    row.resize(2);
    faults.push_back({std::move(row[0]), std::move(row[1])});
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
