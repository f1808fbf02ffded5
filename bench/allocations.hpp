// SPDX-License-Identifier: MIT
// Calls of malloc, counted by the library that made them.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace shm::bench {

/// Counts this process's calls of malloc and its kin from now on, by the library that asked; the
/// C and C++ libraries ask for others. Costs microseconds a call: not while time is measured.
void start_counting_allocations();

/// The counts by library ("libshmmatting", "libtorch_cpu"); those without calls are left out.
std::map<std::string, std::uint64_t> stop_counting_allocations();

}  // namespace shm::bench
