// SPDX-License-Identifier: MIT
// Means of squares of alphas against their definition.
#include "kernels/cpu/box_filter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace {

using Alphas = std::vector<std::uint8_t>;

struct Box {
  int side, before;
};

Alphas random_alphas(int count) {
  std::mt19937 random{unsigned(count)};
  Alphas alphas(std::size_t(count), 0);
  for (std::uint8_t& alpha : alphas)
    alpha = std::uint8_t(random() % 256);
  return alphas;
}

/// Half a step rounds up.
int mean_at(const Alphas& alphas, int width, int height, int x, int y, Box box) {
  int sum = 0;
  for (int i = y - box.before; i < y - box.before + box.side; ++i)
    for (int j = x - box.before; j < x - box.before + box.side; ++j)
      sum +=
          alphas[std::size_t(std::clamp(i, 0, height - 1) * width + std::clamp(j, 0, width - 1))];
  const int area = box.side * box.side;
  return (2 * sum + area) / (2 * area);
}

void expect_means(int width, int height, Box box) {
  const Alphas before = random_alphas(width * height);
  Alphas after = before;
  shm::BoxFilter().run({after.data(), width, height, width, shm::PixelFormat::gray}, box.side,
                       box.before);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      ASSERT_EQ(after[std::size_t(y * width + x)], mean_at(before, width, height, x, y, box))
          << width << "x" << height << ", a side of " << box.side << " at " << x << ", " << y;
}

}  // namespace

TEST(BoxFilter, MakesOfEachPixelTheMeanOfThoseAroundIt) {
  for (const Box& box : {Box{1, 0}, {2, 1}, {2, 0}, {3, 1}, {6, 3}, {17, 8}, {33, 16}, {64, 32}})
    for (const int width : {1, 7, 40, 67})
      expect_means(width, 43 - width / 2, box);
}

TEST(BoxFilter, LeavesWhatIsOneThroughoutAsItIs) {
  for (const int alpha : {0, 1, 127, 254, 255})
    for (int side = 1; side <= 64; ++side) {
      Alphas alphas(20, std::uint8_t(alpha));
      shm::BoxFilter().run({alphas.data(), 5, 4, 5, shm::PixelFormat::gray}, side, side / 2);
      EXPECT_EQ(alphas, Alphas(20, std::uint8_t(alpha))) << side;
    }
}
