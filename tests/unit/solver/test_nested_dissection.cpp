#include "solver/nested_dissection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace {

using shm::DissectedBlock;
using shm::Place;

constexpr int reach = 2;

bool within_reach(const Place& a, const Place& b) {
  return std::abs(a.x - b.x) <= reach && std::abs(a.y - b.y) <= reach;
}

bool is_same(const Place& a, const Place& b) {
  return a.x == b.x && a.y == b.y;
}

std::vector<Place> square(int side, int left) {
  std::vector<Place> places(std::size_t(side) * std::size_t(side));
  for (int at = 0; at < int(places.size()); ++at)
    places[std::size_t(at)] = {left + at % side, at / side};
  return places;
}

/// What the block's part holds, itself among it.
std::span<const Place> part(const std::vector<DissectedBlock>& blocks,
                            const std::vector<Place>& places, std::size_t root) {
  const auto begin = std::size_t(blocks[blocks[root].first].begin);
  return std::span(places).subspan(begin, std::size_t(blocks[root].end) - begin);
}

}  // namespace

TEST(Dissection, EveryPlaceIsOrderedOnce) {
  const std::vector<Place> places = square(37, 0);
  std::vector<Place> ordered = places;
  int next = 0;
  for (const DissectedBlock& block : shm::dissect(ordered, reach, 1)) {
    EXPECT_EQ(block.begin, next);
    next = block.end;
  }
  EXPECT_EQ(next, int(places.size()));
  std::ranges::sort(ordered, {}, [](const Place& place) { return std::pair(place.y, place.x); });
  EXPECT_TRUE(std::ranges::equal(
      ordered, places, [](const Place& a, const Place& b) { return a.x == b.x && a.y == b.y; }));
}

TEST(Dissection, HalvesDoNotSeeEachOther) {
  std::vector<Place> places = square(40, 0);
  std::mt19937 random(3);
  std::erase_if(places, [&](const Place&) { return random() % 4 == 0; });
  const std::vector<DissectedBlock> blocks = shm::dissect(places, reach, 1);
  std::size_t parted = 0;
  for (const DissectedBlock& block : blocks) {
    if (block.halves.size() < 2) continue;
    ++parted;
    for (const Place& a : part(blocks, places, block.halves[0]))
      for (const Place& b : part(blocks, places, block.halves[1]))
        ASSERT_FALSE(within_reach(a, b));
  }
  EXPECT_GT(parted, 10U);
}

TEST(Dissection, PartsWhereThePlacesAreNarrow) {
  std::vector<Place> dumbbell = square(30, 0);
  const std::vector<Place> right = square(30, 60);
  dumbbell.insert(dumbbell.end(), right.begin(), right.end());
  for (int x = 30; x < 60; ++x)
    dumbbell.push_back({x, 15});
  EXPECT_EQ(shm::dissect(dumbbell, reach, 1).back().size(), reach);
}

TEST(Dissection, PlacesFarApartNeedNoStrip) {
  std::vector<Place> places = square(10, 0);
  const std::vector<Place> right = square(10, 100);
  places.insert(places.end(), right.begin(), right.end());
  const DissectedBlock root = shm::dissect(places, reach, 1).back();
  EXPECT_EQ(root.size(), 0);
  EXPECT_EQ(root.halves.size(), 2U);
}

TEST(Dissection, ThreadsMakeTheSame) {
  std::vector<Place> one = square(50, 0);
  std::vector<Place> many = one;
  const std::vector<DissectedBlock> blocks = shm::dissect(one, reach, 1);
  const std::vector<DissectedBlock> others = shm::dissect(many, reach, 5);
  ASSERT_EQ(blocks.size(), others.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    EXPECT_EQ(blocks[i].begin, others[i].begin);
    EXPECT_EQ(blocks[i].end, others[i].end);
    EXPECT_EQ(blocks[i].first, others[i].first);
    EXPECT_EQ(blocks[i].halves, others[i].halves);
  }
  EXPECT_TRUE(std::ranges::equal(one, many, is_same));
}
