// SPDX-License-Identifier: MIT
// What is printed after a batch.
#pragma once

#include "shm/batch.hpp"

namespace shm::tools {

/// Prints what became of a batch on stdout: two lines, or JSON.
void print_summary(const BatchReport& report, bool json);

}  // namespace shm::tools
