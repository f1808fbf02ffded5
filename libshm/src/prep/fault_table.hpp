// SPDX-License-Identifier: MIT
// failed.csv: which pictures could not be done, and why.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shm/list_file.hpp"

namespace shm {

/// A table of faults as CSV with RFC 4180 quotes: a heading, then "name,reason" lines.
std::string to_csv(const std::vector<Fault>& faults);
/// Reads what to_csv wrote.
std::vector<Fault> parse_csv(std::string_view text);

/// Renews the part of a table that this run knows about: what it says of `outdated` pictures makes
/// room for `faults`, what it says of others, another shard's, stays. So the table in the end is
/// the same whatever the order of the runs. The folder's lock must be held.
void renew_faults(const std::filesystem::path& table, const std::vector<Fault>& faults,
                  const std::function<bool(const std::string& name)>& outdated);

}  // namespace shm
