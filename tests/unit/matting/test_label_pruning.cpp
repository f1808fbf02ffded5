// SPDX-License-Identifier: MIT
// Pixels that need no search are only those that need none.
#include "matting/label_pruning.hpp"

#include <gtest/gtest.h>

#include "unit/matting/noise.hpp"

TEST(LabelPruning, PixelIsToldAmongItsOwnOnlyWhereAllItsNeighboursAre) {
  shm::MattingProblem problem = matting_noise(60, 40);
  for (std::size_t i = 0; i < problem.size(); ++i)  // the right half has another label, and red
    if (i % 60 >= 30) {
      problem.trimap[i] = 255;
      problem.colors[i][0] = std::uint8_t(200 + i % 50);
    }
  const shm::KdTree tree(problem, scaled_steps(40, 0.02), scaled_steps(60, 0.02));
  const shm::LabelPruning pruning(problem, tree);
  int told = 0;
  for (std::size_t place = 0; place < tree.size(); ++place) {
    if (!pruning.all_neighbours_share_label(place, 10)) continue;
    ++told;
    const shm::Neighbours found = tree.nearest(place, 10);
    for (std::size_t i = 0; i < found.count; ++i)
      ASSERT_EQ(pruning.labels()[found.place[i]], pruning.labels()[place]) << place;
  }
  EXPECT_GT(told, int(tree.size()) / 4);
}
