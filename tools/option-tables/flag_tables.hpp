// SPDX-License-Identifier: MIT
// Tables of the programs' flags.
#pragma once

#include <string>

namespace shm {

std::string training_flags();     ///< of shm-train, and the terms of the loss
std::string preparation_flags();  ///< of shm-prep, by subcommand

}  // namespace shm
