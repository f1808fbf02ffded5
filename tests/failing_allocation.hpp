// SPDX-License-Identifier: MIT
// One call for memory that fails when a test says so.
#pragma once

namespace shm {

/// While it lives, one call for memory fails in this process: that of that number from 0, by any
/// thread. Which calls count, they say who stand in their place.
class FailingAllocation {
 public:
  explicit FailingAllocation(int number);
  ~FailingAllocation();
  FailingAllocation(const FailingAllocation&) = delete;
  FailingAllocation& operator=(const FailingAllocation&) = delete;

  bool happened() const;
};

/// Asked at each call that counts: whether it is the one.
bool is_failing_allocation();

}  // namespace shm
