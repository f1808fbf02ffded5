#include "matting/dissection.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace shm {
namespace {

constexpr int smallest_to_part = 32;  ///< rows; fewer are eliminated sooner than parted

/// Places from coordinate `low` on along an axis.
struct Strip {
  int Place::*axis = &Place::x;
  int low = 0;
  double cost = 0;
};

/// Counts of rows by coordinate.
struct Profile {
  int low;                 ///< least coordinate
  std::vector<int> below;  ///< rows below low + i
};

class Dissector {
 public:
  Dissector(const std::vector<Place>& places, int reach) : places_(places), reach_(reach) {
    result_.order.resize(places.size());
    std::iota(result_.order.begin(), result_.order.end(), 0);
  }

  Dissection run() && {
    part(0, int(places_.size()));
    return std::move(result_);
  }

 private:
  /// The block that parts the rows at `begin` to `end`.
  std::size_t part(int begin, int end) {
    DissectedBlock block{begin, end, {}, result_.blocks.size()};
    if (end - begin >= smallest_to_part) {
      const auto [first, second] = split(begin, end);
      for (const auto& [from, to] : {std::pair(begin, first), std::pair(first, second)})
        if (from < to) block.halves.push_back(part(from, to));
      block.begin = second;
    }
    result_.blocks.push_back(std::move(block));
    return result_.blocks.size() - 1;
  }

  /// Puts one half first, then the other, then the strip; returns where the two latter begin.
  std::pair<int, int> split(int begin, int end) {
    const Strip wide = best_strip(begin, end, &Place::x);
    const Strip high = best_strip(begin, end, &Place::y);
    const Strip& strip = wide.cost < high.cost ? wide : high;
    const auto at = [&](int position) { return result_.order.begin() + position; };
    const auto coordinate = [&](int row) { return places_[std::size_t(row)].*strip.axis; };
    const auto second =
        std::partition(at(begin), at(end), [&](int row) { return coordinate(row) < strip.low; });
    const auto own = std::partition(second, at(end),
                                    [&](int row) { return coordinate(row) >= strip.low + reach_; });
    return {int(second - at(0)), int(own - at(0))};
  }

  /// Of few rows, with halves that are not too unequal.
  Strip best_strip(int begin, int end, int Place::*axis) const {
    const Profile profile = profile_of(begin, end, axis);
    const int rows = end - begin;
    const int last = int(profile.below.size()) - 1;
    Strip best{axis, profile.low, double(rows) + 1};
    for (int i = 0; i < last; ++i) {
      const int first_half = profile.below[std::size_t(i)];
      const int after = profile.below[std::size_t(std::min(i + reach_, last))];
      const int smaller = std::min(first_half, rows - after);
      const double cost = double(1 + after - first_half) / (1 + smaller);
      if (cost < best.cost) best = {axis, profile.low + i, cost};
    }
    return best;
  }

  Profile profile_of(int begin, int end, int Place::*axis) const {
    const auto coordinate = [&](int position) {
      return places_[std::size_t(result_.order[std::size_t(position)])].*axis;
    };
    int low = coordinate(begin), high = low;
    for (int position = begin; position < end; ++position) {
      low = std::min(low, coordinate(position));
      high = std::max(high, coordinate(position));
    }
    Profile profile{low, std::vector<int>(std::size_t(high - low + 2))};
    for (int position = begin; position < end; ++position)
      ++profile.below[1 + std::size_t(coordinate(position) - low)];
    std::partial_sum(profile.below.begin(), profile.below.end(), profile.below.begin());
    return profile;
  }

  const std::vector<Place>& places_;
  int reach_;
  Dissection result_;
};

}  // namespace

Dissection dissect(const std::vector<Place>& places, int reach) {
  return Dissector(places, reach).run();
}

}  // namespace shm
