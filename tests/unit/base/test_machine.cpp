// SPDX-License-Identifier: MIT
// Cores and memory within a container's limits.
#include "base/machine.hpp"

#include <gtest/gtest.h>

TEST(Machine, HasCoresAndMemory) {
  EXPECT_GE(shm::usable_cores(), 1);
  EXPECT_GE(shm::usable_memory(), std::size_t(1) << 20);
}

TEST(Machine, QuotaOfAContainerIsRoundedUp) {
  EXPECT_EQ(shm::cores_within_quota("150000 100000", 64), 2);
  EXPECT_EQ(shm::cores_within_quota("10000 100000", 64), 1);
  EXPECT_EQ(shm::cores_within_quota("9900000 100000", 64), 64);
}

TEST(Machine, NoQuotaLeavesTheCores) {
  EXPECT_EQ(shm::cores_within_quota("max 100000", 64), 64);
  EXPECT_EQ(shm::cores_within_quota("", 64), 64);
}

TEST(Machine, LimitOfAContainerCounts) {
  EXPECT_EQ(shm::memory_within_limit("1000", 5000), 1000u);
  EXPECT_EQ(shm::memory_within_limit("9000", 5000), 5000u);
  EXPECT_EQ(shm::memory_within_limit("max", 5000), 5000u);
  EXPECT_EQ(shm::memory_within_limit("", 5000), 5000u);
}
