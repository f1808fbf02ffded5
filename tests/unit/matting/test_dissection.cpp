#include "matting/dissection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

namespace {

using shm::DissectedBlock;
using shm::Dissection;
using shm::Place;

constexpr int reach = 2;

bool within_reach(const Place& a, const Place& b) {
  return std::abs(a.x - b.x) <= reach && std::abs(a.y - b.y) <= reach;
}

std::vector<Place> square(int side, int left) {
  std::vector<Place> places(std::size_t(side) * std::size_t(side));
  for (int at = 0; at < int(places.size()); ++at)
    places[std::size_t(at)] = {left + at % side, at / side};
  return places;
}

/// Of all that the block's part holds, itself among it.
std::vector<Place> part(const Dissection& dissection, const std::vector<Place>& places,
                        std::size_t root) {
  const auto& blocks = dissection.blocks;
  std::vector<Place> result;
  for (int position = blocks[blocks[root].first].begin; position < blocks[root].end; ++position)
    result.push_back(places[std::size_t(dissection.order[std::size_t(position)])]);
  return result;
}

}  // namespace

TEST(Dissection, EveryPlaceIsOrderedOnce) {
  const std::vector<Place> places = square(37, 0);
  Dissection dissection = shm::dissect(places, reach);
  int next = 0;
  for (const DissectedBlock& block : dissection.blocks) {
    EXPECT_EQ(block.begin, next);
    next = block.end;
  }
  EXPECT_EQ(next, int(places.size()));
  std::sort(dissection.order.begin(), dissection.order.end());
  for (int row = 0; row < next; ++row)
    EXPECT_EQ(dissection.order[std::size_t(row)], row);
}

TEST(Dissection, HalvesDoNotSeeEachOther) {
  std::vector<Place> places = square(40, 0);
  std::mt19937 random(3);
  std::erase_if(places, [&](const Place&) { return random() % 4 == 0; });
  const Dissection dissection = shm::dissect(places, reach);
  std::size_t parted = 0;
  for (const DissectedBlock& block : dissection.blocks) {
    if (block.halves.size() < 2) continue;
    ++parted;
    for (const Place& a : part(dissection, places, block.halves[0]))
      for (const Place& b : part(dissection, places, block.halves[1]))
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
  const Dissection dissection = shm::dissect(dumbbell, reach);
  EXPECT_EQ(dissection.blocks.back().size(), reach);
}

TEST(Dissection, PlacesFarApartNeedNoStrip) {
  std::vector<Place> places = square(10, 0);
  const std::vector<Place> right = square(10, 100);
  places.insert(places.end(), right.begin(), right.end());
  const Dissection dissection = shm::dissect(places, reach);
  EXPECT_EQ(dissection.blocks.back().size(), 0);
  EXPECT_EQ(dissection.blocks.back().halves.size(), 2U);
}
