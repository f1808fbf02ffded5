// SPDX-License-Identifier: MIT
// Scripts by which shells complete a program's options and their values.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace shm::tools {

/// The script for a shell: bash, zsh or fish.
std::string completion(const CLI::App& app, const std::string& shell);

}  // namespace shm::tools
