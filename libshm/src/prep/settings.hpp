// SPDX-License-Identifier: MIT
// What a folder's results depend on, as JSON.
#pragma once

#include <string>

#include "shm/prepare.hpp"

namespace shm {

// What a stage's results depend on apart from their sources, as one line of JSON.
std::string settings_of(const MaskOptions& options);
std::string settings_of(const TrimapOptions& options, bool soft);
std::string settings_of(const AlphaOptions& options);
std::string settings_of(const ForegroundOptions& options);

}  // namespace shm
