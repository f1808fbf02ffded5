// SPDX-License-Identifier: MIT
// A program's manual page, of what its options say of themselves.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "common/help.hpp"

namespace shm::tools {

/// The page of section 1, in the language of man(7). `version` stands in its foot.
std::string manual(const CLI::App& app, const std::vector<Example>& examples,
                   const std::string& version);

}  // namespace shm::tools
