#include "matting/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <numeric>

namespace shm {
namespace {

constexpr double leaf_size = 30;  ///< a leaf holds this many points up to twice as many
constexpr std::size_t row_axis = 3;
constexpr std::size_t column_axis = 4;
constexpr std::size_t worth_a_thread = 100'000;  ///< points to be sorted

std::size_t levels_for(std::size_t points) {
  return std::size_t(std::log2(std::max(1.0, double(points - 1) / leaf_size)) + 1);
}

}  // namespace

/// Sorts a picture's pixels into the leaves of a balanced tree.
class TreeBuilder {
 public:
  using Point = std::array<double, 5>;

  TreeBuilder(const MattingProblem& problem, const std::vector<double>& rows,
              const std::vector<double>& columns, std::vector<std::uint32_t>& order)
      : problem_(problem), rows_(rows), columns_(columns), order_(order) {}

  Point point(std::uint32_t pixel) const {
    const auto& [red, green, blue] = problem_.colours[pixel];
    return {red / 255.0, green / 255.0, blue / 255.0, rows_[pixel / width()],
            columns_[column(pixel)]};
  }

  /// `found(node, low, high, begin, end)` is told of every node, from several threads.
  template <typename Found>
  void build(std::size_t node, std::size_t nodes, std::size_t begin, std::size_t end,
             const Found& found) {
    const auto [low, high] = box(begin, end);
    found(node, low, high, begin, end);
    if (2 * node + 1 >= nodes) return;
    const std::size_t middle = begin + (end - begin) / 2;
    split(begin, middle, end, widest(low, high));
    const auto left = [&] { build(2 * node + 1, nodes, begin, middle, found); };
    std::future<void> elsewhere;
    if (problem_.threads > 1 && node == 0 && end - begin > worth_a_thread)
      elsewhere = std::async(std::launch::async, left);
    else
      left();
    build(2 * node + 2, nodes, middle, end, found);
    if (elsewhere.valid()) elsewhere.get();
  }

 private:
  std::uint32_t width() const { return std::uint32_t(problem_.width); }
  std::uint32_t column(std::uint32_t pixel) const { return pixel % width(); }

  std::pair<Point, Point> box(std::size_t begin, std::size_t end) const {
    Point low = point(order_[begin]);
    Point high = low;
    for (std::size_t i = begin + 1; i < end; ++i) {
      const Point one = point(order_[i]);
      for (std::size_t axis = 0; axis < one.size(); ++axis) {
        low[axis] = std::min(low[axis], one[axis]);
        high[axis] = std::max(high[axis], one[axis]);
      }
    }
    return {low, high};
  }

  static std::size_t widest(const Point& low, const Point& high) {
    std::size_t result = 0;
    for (std::size_t axis = 1; axis < low.size(); ++axis)
      if (high[axis] - low[axis] > high[result] - low[result]) result = axis;
    return result;
  }

  /// Puts the lower half along `axis` before `middle`; of equals, the first in the picture.
  void split(std::size_t begin, std::size_t middle, std::size_t end, std::size_t axis) {
    if (axis == row_axis)
      split_by(begin, middle, end, [](std::uint32_t) { return 0; });  // a later row, a later index
    else if (axis == column_axis)
      split_by(begin, middle, end, [&](std::uint32_t pixel) { return column(pixel); });
    else
      split_by(begin, middle, end,
               [&](std::uint32_t pixel) { return problem_.colours[pixel][axis]; });
  }

  template <typename Key>
  void split_by(std::size_t begin, std::size_t middle, std::size_t end, const Key& key) {
    const auto at = [&](std::size_t i) { return order_.begin() + std::ptrdiff_t(i); };
    std::nth_element(at(begin), at(middle), at(end), [&](std::uint32_t a, std::uint32_t b) {
      return key(a) == key(b) ? a < b : key(a) < key(b);
    });
  }

  const MattingProblem& problem_;
  const std::vector<double>& rows_;
  const std::vector<double>& columns_;
  std::vector<std::uint32_t>& order_;
};

/// What is searched for and what has been found, in a heap with the farthest on top.
struct NeighbourSearch::Query {
  Point point;
  Neighbours found;

  double farthest() const { return found.squared_distance[0]; }

  /// Replaces the farthest. Of several equally far ones, which goes is part of the rule.
  void take(double distance, std::uint32_t place) {
    std::size_t hole = 0;
    for (std::size_t child = 1; child < found.count; child = 2 * hole + 1) {
      if (child + 1 < found.count &&
          found.squared_distance[child + 1] > found.squared_distance[child])
        ++child;
      if (found.squared_distance[child] <= distance) break;
      found.squared_distance[hole] = found.squared_distance[child];
      found.place[hole] = found.place[child];
      hole = child;
    }
    found.squared_distance[hole] = distance;
    found.place[hole] = place;
  }

  double squared_distance_to(const Node& node) const {
    double sum = 0;
    for (std::size_t axis = 0; axis < axes; ++axis) {
      const double outside =
          std::max({node.low[axis] - point[axis], point[axis] - node.high[axis], 0.0});
      sum += outside * outside;
    }
    return sum;
  }
};

NeighbourSearch::NeighbourSearch(const MattingProblem& problem, const std::vector<double>& rows,
                                 const std::vector<double>& columns)
    : order_(problem.size()), nodes_((std::size_t(1) << levels_for(problem.size())) - 1) {
  std::iota(order_.begin(), order_.end(), 0U);
  TreeBuilder builder(problem, rows, columns, order_);
  builder.build(0, nodes_.size(), 0, order_.size(),
                [&](std::size_t node, const Point& low, const Point& high, std::size_t begin,
                    std::size_t end) {
                  nodes_[node] = {low, high, begin, end};
                });
  for (std::vector<double>& axis : points_)
    axis.reserve(order_.size());
  for (const std::uint32_t pixel : order_) {
    const Point point = builder.point(pixel);
    for (std::size_t axis = 0; axis < axes; ++axis)
      points_[axis].push_back(point[axis]);
  }
}

Neighbours NeighbourSearch::nearest(std::size_t place, int count) const {
  Query query;
  for (std::size_t axis = 0; axis < axes; ++axis)
    query.point[axis] = points_[axis][place];
  query.found.count = std::min(std::size_t(count), size());
  query.found.squared_distance.fill(std::numeric_limits<double>::infinity());
  search(0, 0, query);
  return query.found;
}

void NeighbourSearch::search(std::size_t node, double distance, Query& query) const {
  if (distance > query.farthest()) return;
  if (is_leaf(node)) return search_leaf(nodes_[node], query);
  const std::size_t left = 2 * node + 1;
  const double to_left = query.squared_distance_to(nodes_[left]);
  const double to_right = query.squared_distance_to(nodes_[left + 1]);
  const bool left_first = to_left <= to_right;
  search(left_first ? left : left + 1, std::min(to_left, to_right), query);
  search(left_first ? left + 1 : left, std::max(to_left, to_right), query);
}

void NeighbourSearch::search_leaf(const Node& leaf, Query& query) const {
  for (std::size_t place = leaf.begin; place < leaf.end; ++place) {
    double sum = 0;
    for (std::size_t axis = 0; axis < axes; ++axis) {
      const double difference = query.point[axis] - points_[axis][place];
      sum += difference * difference;
    }
    if (sum < query.farthest()) query.take(sum, std::uint32_t(place));
  }
}

}  // namespace shm
