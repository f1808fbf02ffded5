#include "solver/nested_dissection.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <utility>

#include "base/parallel.hpp"

namespace shm {
namespace {

constexpr int smallest_to_part = 32;  ///< places; fewer are eliminated sooner than parted

/// Places from coordinate `low` on along an axis.
struct Strip {
  int Place::*axis = &Place::x;
  int low = 0;
  double cost = 0;
};

/// Counts of places by coordinate.
struct Profile {
  int low;                 ///< least coordinate
  std::vector<int> below;  ///< places below low + i
};

Profile profile_of(std::span<const Place> places, int Place::*axis) {
  int low = places.front().*axis, high = low;
  for (const Place& place : places) {
    low = std::min(low, place.*axis);
    high = std::max(high, place.*axis);
  }
  Profile profile{low, std::vector<int>(std::size_t(high - low + 2))};
  for (const Place& place : places)
    ++profile.below[1 + std::size_t(place.*axis - low)];
  std::partial_sum(profile.below.begin(), profile.below.end(), profile.below.begin());
  return profile;
}

/// Of few places, with halves that are not too unequal.
Strip best_strip(std::span<const Place> places, int reach, int Place::*axis) {
  const Profile profile = profile_of(places, axis);
  const int all = int(places.size());
  const int last = int(profile.below.size()) - 1;
  Strip best{axis, profile.low, double(all) + 1};
  for (int i = 0; i < last; ++i) {
    const int first_half = profile.below[std::size_t(i)];
    const int after = profile.below[std::size_t(std::min(i + reach, last))];
    const int smaller = std::min(first_half, all - after);
    const double cost = double(1 + after - first_half) / (1 + smaller);
    if (cost < best.cost) best = {axis, profile.low + i, cost};
  }
  return best;
}

/// Puts one half first, then the other, then the strip; returns the two.
std::array<std::span<Place>, 2> split(std::span<Place> places, int reach) {
  const Strip wide = best_strip(places, reach, &Place::x);
  const Strip high = best_strip(places, reach, &Place::y);
  const Strip& strip = wide.cost < high.cost ? wide : high;
  const auto second = std::partition(places.begin(), places.end(), [&](const Place& place) {
    return place.*strip.axis < strip.low;
  });
  const auto own = std::partition(second, places.end(), [&](const Place& place) {
    return place.*strip.axis >= strip.low + reach;
  });
  return {std::span(places.begin(), second), std::span(second, own)};
}

using Blocks = std::vector<DissectedBlock>;

/// Appends blocks that are numbered from 0.
void append(Blocks more, Blocks& blocks) {
  const std::size_t before = blocks.size();
  for (DissectedBlock& block : more) {
    block.first += before;
    for (std::size_t& half : block.halves)
      half += before;
    blocks.push_back(std::move(block));
  }
}

/// Appends the block that parts these places, the first of which is row `begin`, and all below it.
void part(std::span<Place> places, int begin, int reach, int threads, Blocks& blocks) {
  DissectedBlock own{begin, begin + int(places.size()), {}, blocks.size()};
  if (int(places.size()) >= smallest_to_part) {
    const std::array<std::span<Place>, 2> halves = split(places, reach);
    const std::span<Place> first = halves[0], second = halves[1];
    const int middle = begin + int(first.size());
    Blocks apart;
    in_parallel(2, std::min(threads, 2), [&](std::size_t, std::size_t from, std::size_t to) {
      if (from == 0 && !first.empty()) {
        part(first, begin, reach, threads / 2, blocks);
        own.halves.push_back(blocks.size() - 1);
      }
      if (to == 2 && !second.empty())
        part(second, middle, reach, threads / 2, threads > 1 ? apart : blocks);
    });
    append(std::move(apart), blocks);
    if (!second.empty()) own.halves.push_back(blocks.size() - 1);
    own.begin = middle + int(second.size());
  }
  blocks.push_back(std::move(own));
}

}  // namespace

std::vector<DissectedBlock> dissect(std::vector<Place>& places, int reach, int threads) {
  Blocks blocks;
  part(places, 0, reach, threads, blocks);
  return blocks;
}

}  // namespace shm
