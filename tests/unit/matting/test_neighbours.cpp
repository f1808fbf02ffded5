#include "matting/neighbours.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace {

shm::MattingProblem noise(int width, int height) {
  std::mt19937 random(7);
  shm::MattingProblem problem{width, height, {}, {}, 2};
  const auto byte = [&] { return std::uint8_t(random() % 256); };
  for (int i = 0; i < width * height; ++i)
    problem.colours.push_back({byte(), byte(), byte()});
  problem.trimap.resize(problem.colours.size());
  return problem;
}

std::vector<double> scaled(int steps, double scale) {
  std::vector<double> result;
  for (int i = 0; i < steps; ++i)
    result.push_back(i * scale);
  return result;
}

double squared_distance(const shm::MattingProblem& problem, std::size_t a, std::size_t b,
                        double scale) {
  const auto width = std::size_t(problem.width);
  double sum = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    const double difference = problem.colours[a][c] / 255.0 - problem.colours[b][c] / 255.0;
    sum += difference * difference;
  }
  const double rows = scale * double(a / width) - scale * double(b / width);
  const double columns = scale * double(a % width) - scale * double(b % width);
  return sum + rows * rows + columns * columns;
}

}  // namespace

TEST(Neighbours, AreThoseThatComparingWithEveryPixelFinds) {
  const double scale = 0.01;
  const shm::MattingProblem problem = noise(40, 30);
  const shm::NeighbourSearch search(problem, scaled(30, scale), scaled(40, scale));
  for (std::size_t place = 0; place < search.size(); place += 37) {
    std::vector<double> all;
    for (std::size_t other = 0; other < search.size(); ++other)
      all.push_back(squared_distance(problem, search.order()[place], search.order()[other], scale));
    std::sort(all.begin(), all.end());
    const shm::Neighbours found = search.nearest(place, 10);
    ASSERT_EQ(found.count, 10U);
    std::vector<double> distances(found.squared_distance.begin(),
                                  found.squared_distance.begin() + 10);
    std::sort(distances.begin(), distances.end());
    for (std::size_t i = 0; i < 10; ++i)
      EXPECT_NEAR(distances[i], all[i], 1e-12);
    EXPECT_EQ(distances[0], 0) << "the pixel itself";
  }
}

TEST(Neighbours, EveryPixelHasItsPlace) {
  const shm::NeighbourSearch search(noise(50, 9), scaled(9, 1), scaled(50, 1));
  std::vector<std::uint32_t> order = search.order();
  std::sort(order.begin(), order.end());
  for (std::uint32_t i = 0; i < 450; ++i)
    ASSERT_EQ(order[i], i);
}

TEST(Neighbours, SmallPictureGivesAllItsPixels) {
  const shm::NeighbourSearch search(noise(3, 1), scaled(1, 1), scaled(3, 1));
  EXPECT_EQ(search.nearest(0, 10).count, 3U);
}

TEST(Neighbours, PixelIsToldAmongItsOwnOnlyWhereAllItsNeighboursAre) {
  shm::MattingProblem problem = noise(60, 40);
  for (std::size_t i = 0; i < problem.size(); ++i)  // the right half is of another kind, and red
    if (i % 60 >= 30) {
      problem.trimap[i] = 255;
      problem.colours[i][0] = std::uint8_t(200 + i % 50);
    }
  const shm::NeighbourSearch search(problem, scaled(40, 0.02), scaled(60, 0.02));
  int told = 0;
  for (std::size_t place = 0; place < search.size(); ++place) {
    if (!search.is_among_its_own(place, 10)) continue;
    ++told;
    const shm::Neighbours found = search.nearest(place, 10);
    for (std::size_t i = 0; i < found.count; ++i)
      ASSERT_EQ(search.kinds()[found.place[i]], search.kinds()[place]) << place;
  }
  EXPECT_GT(told, int(search.size()) / 4);
}
