// SPDX-License-Identifier: MIT
// Cores and memory that this process may use.

#include "base/machine.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

#include "base/vector_unit.hpp"

namespace shm {
namespace {

/// The first line of a file of this process's cgroup (version 2), empty where there is none.
std::string cgroup_line(const char* name) {
  std::string group, line;
  std::getline(std::ifstream("/proc/self/cgroup"), group);
  if (!group.starts_with("0::")) return {};
  std::getline(std::ifstream("/sys/fs/cgroup" + group.substr(3) + "/" + name), line);
  return line;
}

std::size_t available_memory() {
  std::ifstream info("/proc/meminfo");
  for (std::string line; std::getline(info, line);) {
    std::size_t kibibytes = 0;
    if (line.starts_with("MemAvailable:") && std::istringstream(line.substr(13)) >> kibibytes)
      return kibibytes * 1024;
  }
  return std::size_t(::sysconf(_SC_PHYS_PAGES)) * std::size_t(::sysconf(_SC_PAGESIZE));
}

int cores_of_affinity() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  return int(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
}

}  // namespace

int usable_cores() {
  return cores_within_quota(cgroup_line("cpu.max"), cores_of_affinity());
}

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(": ") + 2);
  return "unknown";
}

const char* vector_unit_in_use() {
  return name_of(vector_unit());
}

std::size_t usable_memory() {
  return memory_within_limit(cgroup_line("memory.max"), available_memory());
}

int cores_within_quota(std::string_view cpu_max, int cores) {
  std::int64_t quota = 0, period = 0;
  std::istringstream text{std::string(cpu_max)};
  if (!(text >> quota >> period) || quota <= 0 || period <= 0) return cores;
  return int(std::clamp<std::int64_t>((quota + period - 1) / period, 1, cores));
}

std::size_t memory_within_limit(std::string_view memory_max, std::size_t bytes) {
  std::size_t limit = 0;
  std::istringstream text{std::string(memory_max)};
  return text >> limit ? std::min(limit, bytes) : bytes;
}

}  // namespace shm
