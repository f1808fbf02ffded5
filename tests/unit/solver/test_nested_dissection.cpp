// SPDX-License-Identifier: MIT
// Halves do not see each other, and every point is ordered once.
#include "solver/nested_dissection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "grid_reach.hpp"

namespace {

using shm::GridPoint;
using shm::Supernode;

bool is_same(const GridPoint& a, const GridPoint& b) {
  return a.x == b.x && a.y == b.y;
}

std::vector<GridPoint> square(int side, int left) {
  std::vector<GridPoint> points(std::size_t(side) * std::size_t(side));
  for (int at = 0; at < int(points.size()); ++at)
    points[std::size_t(at)] = {left + at % side, at / side};
  return points;
}

/// What the node's part holds, itself among it.
std::span<const GridPoint> part(const std::vector<Supernode>& nodes,
                                const std::vector<GridPoint>& points, std::size_t root) {
  const auto begin = std::size_t(nodes[nodes[root].first].begin);
  return std::span(points).subspan(begin, std::size_t(nodes[root].end) - begin);
}

}  // namespace

TEST(NestedDissection, EveryPointIsOrderedOnce) {
  const std::vector<GridPoint> points = square(37, 0);
  std::vector<GridPoint> ordered = points;
  int next = 0;
  for (const Supernode& node : shm::dissect(ordered, reach, 1)) {
    EXPECT_EQ(node.begin, next);
    next = node.end;
  }
  EXPECT_EQ(next, int(points.size()));
  std::ranges::sort(ordered, {},
                    [](const GridPoint& point) { return std::pair(point.y, point.x); });
  EXPECT_TRUE(std::ranges::equal(ordered, points, [](const GridPoint& a, const GridPoint& b) {
    return a.x == b.x && a.y == b.y;
  }));
}

TEST(NestedDissection, HalvesDoNotSeeEachOther) {
  std::vector<GridPoint> points = square(40, 0);
  std::mt19937 random(3);
  std::erase_if(points, [&](const GridPoint&) { return random() % 4 == 0; });
  const std::vector<Supernode> nodes = shm::dissect(points, reach, 1);
  std::size_t parted = 0;
  for (const Supernode& node : nodes) {
    if (node.children.size() < 2) continue;
    ++parted;
    for (const GridPoint& a : part(nodes, points, node.children[0]))
      for (const GridPoint& b : part(nodes, points, node.children[1]))
        ASSERT_FALSE(within_reach(a, b));
  }
  EXPECT_GT(parted, 10U);
}

TEST(NestedDissection, PartsWhereThePointsAreNarrow) {
  std::vector<GridPoint> dumbbell = square(30, 0);
  const std::vector<GridPoint> right = square(30, 60);
  dumbbell.insert(dumbbell.end(), right.begin(), right.end());
  for (int x = 30; x < 60; ++x)
    dumbbell.push_back({x, 15});
  EXPECT_EQ(shm::dissect(dumbbell, reach, 1).back().size(), reach);
}

TEST(NestedDissection, PointsFarApartNeedNoSeparator) {
  std::vector<GridPoint> points = square(10, 0);
  const std::vector<GridPoint> right = square(10, 100);
  points.insert(points.end(), right.begin(), right.end());
  const Supernode root = shm::dissect(points, reach, 1).back();
  EXPECT_EQ(root.size(), 0);
  EXPECT_EQ(root.children.size(), 2U);
}

TEST(NestedDissection, ThreadsMakeTheSame) {
  std::vector<GridPoint> one = square(50, 0);
  std::vector<GridPoint> many = one;
  const std::vector<Supernode> nodes = shm::dissect(one, reach, 1);
  const std::vector<Supernode> others = shm::dissect(many, reach, 5);
  ASSERT_EQ(nodes.size(), others.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    EXPECT_EQ(nodes[i].begin, others[i].begin);
    EXPECT_EQ(nodes[i].end, others[i].end);
    EXPECT_EQ(nodes[i].first, others[i].first);
    EXPECT_EQ(nodes[i].children, others[i].children);
  }
  EXPECT_TRUE(std::ranges::equal(one, many, is_same));
}
