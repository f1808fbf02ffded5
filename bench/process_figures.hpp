#pragma once

#include <string>

namespace shm::bench {

/// Processor time of all this process's threads, seconds.
double cpu_seconds();

/// MiB that the kernel reports of this process: "VmRSS", "VmHWM".
double memory(const std::string& field);

}  // namespace shm::bench
