// SPDX-License-Identifier: MIT
// Nearest neighbours against comparing with every pixel.
#include "matting/kd_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "unit/matting/noise.hpp"

namespace {

double squared_distance(const shm::MattingProblem& problem, std::size_t a, std::size_t b,
                        double scale) {
  const auto width = std::size_t(problem.width);
  double sum = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    const double difference = problem.colors[a][c] / 255.0 - problem.colors[b][c] / 255.0;
    sum += difference * difference;
  }
  const std::size_t row_a = a / width, row_b = b / width;
  const double rows = scale * double(row_a) - scale * double(row_b);
  const double columns = scale * double(a % width) - scale * double(b % width);
  return sum + rows * rows + columns * columns;
}

}  // namespace

TEST(KdTree, FindsWhatComparingWithEveryPixelFinds) {
  const double scale = 0.01;
  const shm::MattingProblem problem = matting_noise(40, 30);
  const shm::KdTree tree(problem, scaled_steps(30, scale), scaled_steps(40, scale));
  for (std::size_t place = 0; place < tree.size(); place += 37) {
    std::vector<double> all;
    for (std::size_t other = 0; other < tree.size(); ++other)
      all.push_back(squared_distance(problem, tree.order()[place], tree.order()[other], scale));
    std::sort(all.begin(), all.end());
    const shm::Neighbours found = tree.nearest(place, 10);
    ASSERT_EQ(found.count, 10U);
    std::vector<double> distances(found.squared_distance.begin(),
                                  found.squared_distance.begin() + 10);
    std::sort(distances.begin(), distances.end());
    for (std::size_t i = 0; i < 10; ++i)
      EXPECT_NEAR(distances[i], all[i], 1e-12);
    EXPECT_EQ(distances[0], 0) << "the pixel itself";
  }
}

TEST(KdTree, EveryPixelHasItsPlace) {
  const shm::KdTree tree(matting_noise(50, 9), scaled_steps(9, 1), scaled_steps(50, 1));
  std::vector<std::uint32_t> order = tree.order();
  std::sort(order.begin(), order.end());
  for (std::uint32_t i = 0; i < 450; ++i)
    ASSERT_EQ(order[i], i);
}

TEST(KdTree, SmallPictureGivesAllItsPixels) {
  const shm::KdTree tree(matting_noise(3, 1), scaled_steps(1, 1), scaled_steps(3, 1));
  EXPECT_EQ(tree.nearest(0, 10).count, 3U);
}
