// SPDX-License-Identifier: MIT
// One call for memory that fails when a test says so.
#include "failing_allocation.hpp"

#include <atomic>
#include <cstdint>
#include <limits>

namespace shm {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

std::atomic<std::int64_t> left = never;  ///< calls until the one that fails

}  // namespace

FailingAllocation::FailingAllocation(int number) {
  left = number;
}

FailingAllocation::~FailingAllocation() {
  left = never;
}

bool FailingAllocation::happened() const {
  return left < 0;
}

bool is_failing_allocation() {
  return left != never && left.fetch_sub(1) == 0;
}

}  // namespace shm
