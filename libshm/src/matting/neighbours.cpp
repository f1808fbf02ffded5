#include "matting/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <numeric>
#include <utility>

#include "base/parallel.hpp"

namespace shm {
namespace {

constexpr int leaf_size = 30;  ///< a leaf holds this many points up to twice as many
using LeafDistances = std::array<double, 2 * leaf_size + 2>;
constexpr std::size_t row_axis = 3;
constexpr std::size_t column_axis = 4;
constexpr std::size_t worth_a_thread = 100'000;  ///< points to be sorted

/// Of the points at `begin` to `end` from one, each summed axis by axis, as the rule for ties wants
/// it.
__attribute__((target_clones("avx2", "default"))) void squared_distances(
    const std::array<double, 5>& from, const std::array<LargeVector<double>, 5>& points,
    std::size_t begin, std::size_t end, double* result) {
  const std::array<const double*, 5> axes = {points[0].data(), points[1].data(), points[2].data(),
                                             points[3].data(), points[4].data()};
  for (std::size_t place = begin; place < end; ++place) {
    double sum = 0;
    for (std::size_t axis = 0; axis < 5; ++axis) {
      const double difference = from[axis] - axes[axis][place];
      sum += difference * difference;
    }
    result[place - begin] = sum;
  }
}

/// From a point to a box; 0 inside.
double squared_distance(const std::array<double, 5>& from, const std::array<double, 5>& low,
                        const std::array<double, 5>& high) {
  double sum = 0;
  for (std::size_t axis = 0; axis < from.size(); ++axis) {
    const double outside = std::max({low[axis] - from[axis], from[axis] - high[axis], 0.0});
    sum += outside * outside;
  }
  return sum;
}

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
      : problem_(problem), rows_(rows), columns_(columns), order_(order), keyed_(order.size()) {}

  Point point(std::uint32_t pixel) const { return features(grid(pixel)); }

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
  /// What the features grow with: red, green, blue, row and column.
  using Grid = std::array<std::uint32_t, 5>;

  Grid grid(std::uint32_t pixel) const {
    const auto width = std::uint32_t(problem_.width);
    const auto& [red, green, blue] = problem_.colours[pixel];
    return {red, green, blue, pixel / width, pixel % width};
  }

  Point features(const Grid& grid) const {
    return {grid[0] / 255.0, grid[1] / 255.0, grid[2] / 255.0, rows_[grid[row_axis]],
            columns_[grid[column_axis]]};
  }

  std::pair<Point, Point> box(std::size_t begin, std::size_t end) const {
    Grid low = grid(order_[begin]);
    Grid high = low;
    for (std::size_t i = begin + 1; i < end; ++i) {
      const Grid one = grid(order_[i]);
      for (std::size_t axis = 0; axis < one.size(); ++axis) {
        low[axis] = std::min(low[axis], one[axis]);
        high[axis] = std::max(high[axis], one[axis]);
      }
    }
    return {features(low), features(high)};
  }

  static std::size_t widest(const Point& low, const Point& high) {
    std::size_t result = 0;
    for (std::size_t axis = 1; axis < low.size(); ++axis)
      if (high[axis] - low[axis] > high[result] - low[result]) result = axis;
    return result;
  }

  /// Puts the lower half along `axis` before `middle`; of equals, the first in the picture.
  void split(std::size_t begin, std::size_t middle, std::size_t end, std::size_t axis) {
    for (std::size_t i = begin; i < end; ++i)
      keyed_[i] = std::uint64_t(grid(order_[i])[axis]) << 32 | order_[i];
    const auto at = [&](std::size_t i) { return keyed_.begin() + std::ptrdiff_t(i); };
    std::nth_element(at(begin), at(middle), at(end));
    for (std::size_t i = begin; i < end; ++i)
      order_[i] = std::uint32_t(keyed_[i]);
  }

  const MattingProblem& problem_;
  const std::vector<double>& rows_;
  const std::vector<double>& columns_;
  std::vector<std::uint32_t>& order_;
  LargeVector<std::uint64_t> keyed_;  ///< pixels behind what they are sorted by
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
};

NeighbourSearch::NeighbourSearch(const MattingProblem& problem, const std::vector<double>& rows,
                                 const std::vector<double>& columns)
    : order_(problem.size()), nodes_((std::size_t(1) << levels_for(problem.size())) - 1) {
  std::iota(order_.begin(), order_.end(), 0U);
  TreeBuilder builder(problem, rows, columns, order_);
  builder.build(0, nodes_.size(), 0, order_.size(),
                [&](std::size_t node, const Point& low, const Point& high, std::size_t begin,
                    std::size_t end) {
                  nodes_[node] = {low, high, begin, end, false};
                });
  for (LargeVector<double>& axis : points_)
    axis.resize(order_.size());
  kinds_.resize(order_.size());
  each_in_parallel(order_.size(), problem.threads, [&](std::size_t place) {
    const Point one = builder.point(order_[place]);
    for (std::size_t axis = 0; axis < axes; ++axis)
      points_[axis][place] = one[axis];
    kinds_[place] = problem.trimap[order_[place]];
  });
  mark_mixed();
}

void NeighbourSearch::mark_mixed() {
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    Node& node = nodes_[i];
    const auto is_other = [&](std::uint8_t kind) { return kind != kinds_[node.begin]; };
    if (is_leaf(i)) {
      node.is_mixed = std::any_of(kinds_.begin() + std::ptrdiff_t(node.begin),
                                  kinds_.begin() + std::ptrdiff_t(node.end), is_other);
    } else {
      const Node &left = nodes_[2 * i + 1], &right = nodes_[2 * i + 2];
      node.is_mixed = left.is_mixed || right.is_mixed || is_other(kinds_[right.begin]);
    }
  }
}

NeighbourSearch::Point NeighbourSearch::point(std::size_t place) const {
  return {points_[0][place], points_[1][place], points_[2][place], points_[3][place],
          points_[4][place]};
}

Neighbours NeighbourSearch::nearest(std::size_t place, int count) const {
  Query query{point(place), {}};
  query.found.count = std::min(std::size_t(count), size());
  query.found.squared_distance.fill(std::numeric_limits<double>::infinity());
  search(0, 0, query);
  return query.found;
}

void NeighbourSearch::search(std::size_t node, double distance, Query& query) const {
  if (distance > query.farthest()) return;
  if (is_leaf(node)) return search_leaf(nodes_[node], query);
  const std::size_t left = 2 * node + 1;
  const double to_left = squared_distance(query.point, nodes_[left].low, nodes_[left].high);
  const double to_right =
      squared_distance(query.point, nodes_[left + 1].low, nodes_[left + 1].high);
  const bool left_first = to_left <= to_right;
  search(left_first ? left : left + 1, std::min(to_left, to_right), query);
  search(left_first ? left + 1 : left, std::max(to_left, to_right), query);
}

void NeighbourSearch::search_leaf(const Node& leaf, Query& query) const {
  LeafDistances distances;
  squared_distances(query.point, points_, leaf.begin, leaf.end, distances.data());
  for (std::size_t place = leaf.begin; place < leaf.end; ++place)
    if (distances[place - leaf.begin] < query.farthest())
      query.take(distances[place - leaf.begin], std::uint32_t(place));
}

std::size_t NeighbourSearch::leaf_of(std::size_t place) const {
  std::size_t node = 0;
  while (!is_leaf(node))
    node = 2 * node + (place < nodes_[2 * node + 2].begin ? 1 : 2);
  return node;
}

/// The nearest of its own leaf are candidates: only what is as near as the farthest of them counts.
bool NeighbourSearch::is_among_its_own(std::size_t place, int count) const {
  const Node& leaf = nodes_[leaf_of(place)];
  if (leaf.is_mixed || leaf.end - leaf.begin < std::size_t(count)) return false;
  const Point from = point(place);
  LeafDistances distances;
  squared_distances(from, points_, leaf.begin, leaf.end, distances.data());
  const auto farthest = distances.begin() + count - 1;
  std::nth_element(distances.begin(), farthest,
                   distances.begin() + std::ptrdiff_t(leaf.end - leaf.begin));
  return !sees_another_kind(0, from, *farthest, kinds_[place]);
}

bool NeighbourSearch::sees_another_kind(std::size_t node, const Point& from, double within,
                                        std::uint8_t kind) const {
  const Node& here = nodes_[node];
  if (!here.is_mixed && kinds_[here.begin] == kind) return false;
  if (squared_distance(from, here.low, here.high) > within) return false;
  if (!is_leaf(node))
    return sees_another_kind(2 * node + 1, from, within, kind) ||
           sees_another_kind(2 * node + 2, from, within, kind);
  LeafDistances distances;
  squared_distances(from, points_, here.begin, here.end, distances.data());
  for (std::size_t place = here.begin; place < here.end; ++place)
    if (kinds_[place] != kind && distances[place - here.begin] <= within) return true;
  return false;
}

}  // namespace shm
