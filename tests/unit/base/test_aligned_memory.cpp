// SPDX-License-Identifier: MIT
// That a want of memory is over when it is over. Sanitizers end a process that asks for so much.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include "base/aligned_memory.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace shm {
namespace {

TEST(Scratch, GivesMemoryAgainAfterThereWasNone) {
  Scratch scratch;
  ASSERT_NE(scratch.take(1000), nullptr);
  volatile std::size_t too_much = std::numeric_limits<std::size_t>::max() / 4;
  EXPECT_THROW(scratch.take(too_much), std::bad_alloc);
  EXPECT_NE(scratch.take(1000), nullptr);
}

}  // namespace
}  // namespace shm

#endif
