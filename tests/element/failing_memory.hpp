// SPDX-License-Identifier: MIT
// C++ code that gets no memory when a test says so.
#pragma once

#include <cstdint>

#include "failing_allocation.hpp"

namespace shm {

// FailingAllocation counts calls of `operator new`: GLib's memory, without which GLib ends the
// process, is another's.

/// While it lives, one in so many calls fails, by chance.
class ScarceMemory {
 public:
  ScarceMemory(std::uint32_t seed, std::uint32_t one_in);
  ~ScarceMemory();
  ScarceMemory(const ScarceMemory&) = delete;
  ScarceMemory& operator=(const ScarceMemory&) = delete;
};

}  // namespace shm
