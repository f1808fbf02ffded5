// SPDX-License-Identifier: MIT
// Cores and memory that this process may use.
#pragma once

#include <cstddef>
#include <string_view>

#include "shm/machine.hpp"

namespace shm {

/// Bytes that this process may still take: what the system has available, cut down to the
/// container's limit.
std::size_t usable_memory();

/// Cores that a cgroup's cpu.max ("QUOTA PERIOD" or "max PERIOD") allows, `cores` at most.
int cores_within_quota(std::string_view cpu_max, int cores);

/// Bytes that a cgroup's memory.max (a number or "max") allows, `bytes` at most.
std::size_t memory_within_limit(std::string_view memory_max, std::size_t bytes);

}  // namespace shm
