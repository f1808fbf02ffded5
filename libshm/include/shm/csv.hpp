// SPDX-License-Identifier: MIT
// Rows of tables as text, written and read by one rule.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shm/api.hpp"

namespace shm {

/// A row of comma-separated values with its end, "\n". Fields stand in quotes where they need them
/// (RFC 4180).
SHM_API std::string csv_row(const std::vector<std::string>& fields);

/// Takes a row and its end off the front of `text`, as csv_row writes it. At least one field, which
/// may be empty.
SHM_API std::vector<std::string> take_csv_row(std::string_view& text);

}  // namespace shm
