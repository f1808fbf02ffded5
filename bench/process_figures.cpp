// SPDX-License-Identifier: MIT
// Processor time and memory of this process.
#include "process_figures.hpp"

#include <sys/resource.h>

#include <fstream>

namespace shm::bench {
namespace {

double cpu_seconds_of(int whose) {
  rusage usage = {};
  getrusage(whose, &usage);
  const auto seconds = [](const timeval& time) {
    return double(time.tv_sec) + double(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Of a line "Field:  1234 kB".
double mebibytes(const std::string& file_name, const std::string& field) {
  std::ifstream file(file_name);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(field + ":")) return std::stod(line.substr(field.size() + 1)) / 1024;
  return 0;
}

}  // namespace

double cpu_seconds() {
  return cpu_seconds_of(RUSAGE_SELF);
}

double cpu_seconds_of_this_thread() {
  return cpu_seconds_of(RUSAGE_THREAD);
}

double memory(const std::string& field) {
  return mebibytes("/proc/self/status", field);
}

double memory_share() {
  return mebibytes("/proc/self/smaps_rollup", "Pss");
}

}  // namespace shm::bench
