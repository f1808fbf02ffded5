// SPDX-License-Identifier: MIT
// shm-matte as tests run it: quickly, and alike on every machine.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "program.hpp"

inline Ran matte(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--device", "cpu", "--size", "64"});
  return run("shm-matte", arguments);
}

using Names = std::vector<std::string>;

inline Names names_in(const std::filesystem::path& folder) {
  Names names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}
