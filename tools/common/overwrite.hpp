// SPDX-License-Identifier: MIT
// Files that are there already: replaced where --overwrite says so.
#pragma once

#include <string>

#include "common/cli.hpp"

namespace shm::tools {

void add_overwrite_flag(CLI::App& cli, bool& overwrite, const std::string& group);

/// Throws InvalidOption where the file that a flag names is there and must not be replaced. An
/// empty name, "-", the terminal, and a folder, where no file can be, are free.
void require_free(const std::string& flag, const std::string& file, bool overwrite);

}  // namespace shm::tools
