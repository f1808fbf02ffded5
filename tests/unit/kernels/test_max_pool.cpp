// SPDX-License-Identifier: MIT
// Pooling against the largest of each window's pixels.
#include "kernels/cpu/max_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

namespace {

template <typename T>
class MaxPool : public testing::Test {};
using Numbers = testing::Types<float, std::int8_t, std::uint8_t>;
TYPED_TEST_SUITE(MaxPool, Numbers);

}  // namespace

TYPED_TEST(MaxPool, TakesTheLargestOfThePixelsThereAre) {
  const std::vector<TypeParam> picture = {1, 5, 2,  //
                                          4, 3, 9,  //
                                          7, 8, 6};
  std::array<TypeParam, 4> pooled{};
  shm::max_pool(picture.data(), {3, 3, 1}, pooled.data(), {0, 2});
  EXPECT_EQ(pooled, (std::array<TypeParam, 4>{5, 9, 8, 9}));
}

TYPED_TEST(MaxPool, WritesTheRowsThatItIsAskedFor) {
  const std::vector<TypeParam> picture(8 * 6 * 3, 2);
  std::vector<TypeParam> pooled(4 * 3 * 3, 1);
  shm::max_pool(picture.data(), {8, 6, 3}, pooled.data(), {1, 3});
  for (std::size_t i = 0; i < pooled.size(); ++i)
    EXPECT_EQ(pooled[i], i / 9 == 1 || i / 9 == 2 ? 2 : 1);
}
