// SPDX-License-Identifier: MIT
// Equal weights of several models stand in memory once.
#include "engine/shared_numbers.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

TEST(SharedNumbers, EqualOnesStandOnce) {
  const SharedNumbers first = share({1, 2, 3});
  EXPECT_EQ(share({1, 2, 3}), first);
  EXPECT_NE(share({1, 2, 4}), first);
  EXPECT_EQ(*first, (std::vector<float>{1, 2, 3}));
}

TEST(SharedNumbers, ZerosOfEitherSignAreKeptApart) {
  const SharedNumbers first = share({0.0F});
  EXPECT_NE(share({-0.0F}), first);
}

TEST(SharedNumbers, AreGoneWithTheLastWhoHoldsThem) {
  SharedNumbers first = share({5, 6});
  const std::weak_ptr<const std::vector<float>> seen = first;
  first.reset();
  EXPECT_TRUE(seen.expired());
  EXPECT_EQ(*share({5, 6}), (std::vector<float>{5, 6}));
}

}  // namespace
}  // namespace shm
