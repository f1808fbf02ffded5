// SPDX-License-Identifier: MIT
// Processor time and memory of this process.
#pragma once

#include <string>

namespace shm::bench {

/// Processor time of all this process's threads, seconds.
double cpu_seconds();
double cpu_seconds_of_this_thread();

/// MiB that the kernel reports of this process: "VmRSS", "VmHWM".
double memory(const std::string& field);

/// MiB of this process; what it shares with others counts by its share. Takes milliseconds.
double memory_share();

}  // namespace shm::bench
