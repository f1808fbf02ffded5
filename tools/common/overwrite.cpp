// SPDX-License-Identifier: MIT
// Files that are there already: replaced where --overwrite says so.
#include "common/overwrite.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>

#include "shm/error.hpp"

namespace shm::tools {

namespace fs = std::filesystem;

void add_overwrite_flag(CLI::App& cli, bool& overwrite, const std::string& group) {
  cli.add_flag("--overwrite", overwrite, "Replace results that are there already")->group(group);
}

void require_free(const std::string& flag, const std::string& file, bool overwrite) {
  const bool named = !file.empty() && file != "-";
  if (overwrite || !named || !fs::exists(file) || fs::is_directory(file)) return;
  throw InvalidOption(flag + ": " + file + " is there already: --overwrite replaces it");
}

}  // namespace shm::tools
