// SPDX-License-Identifier: MIT
// An elimination order for points of a grid that leaves little fill-in.

#include "solver/nested_dissection.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <utility>

#include "base/parallel.hpp"

namespace shm {
namespace {

constexpr int smallest_to_part = 32;  ///< points; fewer are eliminated sooner than parted

/// Points from coordinate `low` on along an axis.
struct Separator {
  int GridPoint::*axis = &GridPoint::x;
  int low = 0;
  double cost = 0;
};

/// Counts of points by coordinate.
struct Profile {
  int low;                 ///< least coordinate
  std::vector<int> below;  ///< points below low + i
};

Profile profile_of(std::span<const GridPoint> points, int GridPoint::*axis) {
  int low = points.front().*axis, high = low;
  for (const GridPoint& point : points) {
    low = std::min(low, point.*axis);
    high = std::max(high, point.*axis);
  }
  Profile profile{low, std::vector<int>(std::size_t(high - low + 2))};
  for (const GridPoint& point : points)
    ++profile.below[1 + std::size_t(point.*axis - low)];
  std::partial_sum(profile.below.begin(), profile.below.end(), profile.below.begin());
  return profile;
}

/// Of few points, with halves that are not too unequal.
Separator best_separator(std::span<const GridPoint> points, int reach, int GridPoint::*axis) {
  const Profile profile = profile_of(points, axis);
  const int all = int(points.size());
  const int last = int(profile.below.size()) - 1;
  Separator best{axis, profile.low, double(all) + 1};
  for (int i = 0; i < last; ++i) {
    const int first_half = profile.below[std::size_t(i)];
    const int after = profile.below[std::size_t(std::min(i + reach, last))];
    const int smaller = std::min(first_half, all - after);
    const double cost = double(1 + after - first_half) / (1 + smaller);
    if (cost < best.cost) best = {axis, profile.low + i, cost};
  }
  return best;
}

/// Puts one half first, then the other, then the separator; returns the two.
std::array<std::span<GridPoint>, 2> split(std::span<GridPoint> points, int reach) {
  const Separator wide = best_separator(points, reach, &GridPoint::x);
  const Separator high = best_separator(points, reach, &GridPoint::y);
  const Separator& separator = wide.cost < high.cost ? wide : high;
  const auto second = std::partition(points.begin(), points.end(), [&](const GridPoint& point) {
    return point.*separator.axis < separator.low;
  });
  const auto own = std::partition(second, points.end(), [&](const GridPoint& point) {
    return point.*separator.axis >= separator.low + reach;
  });
  return {std::span(points.begin(), second), std::span(second, own)};
}

using Supernodes = std::vector<Supernode>;

/// Appends nodes that are numbered from 0.
void append(Supernodes more, Supernodes& nodes) {
  const std::size_t before = nodes.size();
  for (Supernode& node : more) {
    node.first += before;
    for (std::size_t& child : node.children)
      child += before;
    nodes.push_back(std::move(node));
  }
}

/// Appends the node that parts these points, the first of which is row `begin`, and all below it.
void part(std::span<GridPoint> points, int begin, int reach, int threads, Supernodes& nodes) {
  Supernode own{begin, begin + int(points.size()), {}, nodes.size()};
  if (int(points.size()) >= smallest_to_part) {
    const std::array<std::span<GridPoint>, 2> halves = split(points, reach);
    const std::span<GridPoint> first = halves[0], second = halves[1];
    const int middle = begin + int(first.size());
    Supernodes apart;
    in_parallel(2, std::min(threads, 2), [&](std::size_t, std::size_t from, std::size_t to) {
      if (from == 0 && !first.empty()) {
        part(first, begin, reach, threads / 2, nodes);
        own.children.push_back(nodes.size() - 1);
      }
      if (to == 2 && !second.empty())
        part(second, middle, reach, threads / 2, threads > 1 ? apart : nodes);
    });
    append(std::move(apart), nodes);
    if (!second.empty()) own.children.push_back(nodes.size() - 1);
    own.begin = middle + int(second.size());
  }
  nodes.push_back(std::move(own));
}

}  // namespace

std::vector<Supernode> dissect(std::vector<GridPoint>& points, int reach, int threads) {
  Supernodes nodes;
  part(points, 0, reach, threads, nodes);
  return nodes;
}

}  // namespace shm
