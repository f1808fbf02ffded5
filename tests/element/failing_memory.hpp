// SPDX-License-Identifier: MIT
// C++ code that gets no memory when a test says so.
#pragma once

#include <cstdint>

namespace shm {

/// While it lives, `operator new` fails once in this process, at the call of that number from 0.
/// GLib's memory, without which GLib ends the process, is another's.
class FailingAllocation {
 public:
  explicit FailingAllocation(int number);
  ~FailingAllocation();
  FailingAllocation(const FailingAllocation&) = delete;
  FailingAllocation& operator=(const FailingAllocation&) = delete;

  bool happened() const;
};

/// While it lives, one in so many calls fails, by chance.
class ScarceMemory {
 public:
  ScarceMemory(std::uint32_t seed, std::uint32_t one_in);
  ~ScarceMemory();
  ScarceMemory(const ScarceMemory&) = delete;
  ScarceMemory& operator=(const ScarceMemory&) = delete;
};

}  // namespace shm
