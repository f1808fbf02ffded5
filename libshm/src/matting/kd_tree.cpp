// SPDX-License-Identifier: MIT
// Nearest neighbours of pixels by colour and position, ties as in scikit-learn.

#include "matting/kd_tree.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "base/parallel.hpp"
#include "base/vector_unit.hpp"

namespace shm {
namespace {

constexpr std::size_t row_axis = 3;
constexpr std::size_t column_axis = 4;
constexpr std::size_t worth_a_thread = 100'000;  ///< points to be sorted

using AxesOfPoints = std::array<LargeVector<double>, kd_axes>;

/// Of the points at `begin` to `end` from one, each summed axis by axis, as the rule for ties wants
/// it.
SHM_INLINE void sum_by_axes(const KdPoint& from, const AxesOfPoints& points, std::size_t begin,
                            std::size_t end, double* result) {
  const std::array<const double*, kd_axes> axes = {
      points[0].data(), points[1].data(), points[2].data(), points[3].data(), points[4].data()};
  for (std::size_t place = begin; place < end; ++place) {
    double sum = 0;
    for (std::size_t axis = 0; axis < kd_axes; ++axis) {
      const double difference = from[axis] - axes[axis][place];
      sum += difference * difference;
    }
    result[place - begin] = sum;
  }
}

/// AVX2 alone, not on_vector_unit: with FMA the sums would be rounded otherwise.
#ifdef __x86_64__
__attribute__((target("avx2"))) void sum_by_axes_avx2(const KdPoint& from,
                                                      const AxesOfPoints& points, std::size_t begin,
                                                      std::size_t end, double* result) {
  sum_by_axes(from, points, begin, end, result);
}
#endif

void distances_by_axes(const KdPoint& from, const AxesOfPoints& points, std::size_t begin,
                       std::size_t end, double* result) {
#ifdef __x86_64__
  if (vector_unit() != VectorUnit::plain) return sum_by_axes_avx2(from, points, begin, end, result);
#endif
  sum_by_axes(from, points, begin, end, result);
}

std::size_t levels_for(std::size_t points) {
  return std::size_t(std::log2(std::max(1.0, double(points - 1) / kd_leaf_size)) + 1);
}

}  // namespace

/// Sorts a picture's pixels into the leaves of a balanced tree.
class TreeBuilder {
 public:
  TreeBuilder(const MattingProblem& problem, const std::vector<double>& rows,
              const std::vector<double>& columns, std::vector<std::uint32_t>& order)
      : problem_(problem), rows_(rows), columns_(columns), order_(order), keyed_(order.size()) {}

  KdPoint point(std::uint32_t pixel) const { return features(grid(pixel)); }

  /// `found(node, low, high, begin, end)` is told of every node, from several threads.
  template <typename Found>
  void build(std::size_t node, std::size_t nodes, std::size_t begin, std::size_t end,
             const Found& found) {
    const auto [low, high] = box(begin, end);
    found(node, low, high, begin, end);
    if (2 * node + 1 >= nodes) return;
    const std::size_t middle = begin + (end - begin) / 2;
    split(begin, middle, end, widest(low, high));
    const auto half = [&](std::int64_t right) {
      if (right == 0)
        build(2 * node + 1, nodes, begin, middle, found);
      else
        build(2 * node + 2, nodes, middle, end, found);
    };
    if (node == 0 && end - begin > worth_a_thread) return in_turn(2, problem_.threads, half);
    half(0);
    half(1);
  }

 private:
  /// What the features grow with: red, green, blue, row and column.
  using Grid = std::array<std::uint32_t, kd_axes>;

  Grid grid(std::uint32_t pixel) const {
    const auto width = std::uint32_t(problem_.width);
    const auto& [red, green, blue] = problem_.colors[pixel];
    return {red, green, blue, pixel / width, pixel % width};
  }

  KdPoint features(const Grid& grid) const {
    return {grid[0] / 255.0, grid[1] / 255.0, grid[2] / 255.0, rows_[grid[row_axis]],
            columns_[grid[column_axis]]};
  }

  std::pair<KdPoint, KdPoint> box(std::size_t begin, std::size_t end) const {
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

  static std::size_t widest(const KdPoint& low, const KdPoint& high) {
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
struct KdTree::Query {
  KdPoint point;
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

KdTree::KdTree(const MattingProblem& problem, const std::vector<double>& rows,
               const std::vector<double>& columns)
    : order_(problem.size()), nodes_((std::size_t(1) << levels_for(problem.size())) - 1) {
  std::iota(order_.begin(), order_.end(), 0U);
  TreeBuilder builder(problem, rows, columns, order_);
  builder.build(0, nodes_.size(), 0, order_.size(),
                [&](std::size_t node, const KdPoint& low, const KdPoint& high, std::size_t begin,
                    std::size_t end) {
                  nodes_[node] = {low, high, begin, end};
                });
  for (LargeVector<double>& axis : points_)
    axis.resize(order_.size());
  each_in_parallel(order_.size(), problem.threads, [&](std::size_t place) {
    const KdPoint one = builder.point(order_[place]);
    for (std::size_t axis = 0; axis < kd_axes; ++axis)
      points_[axis][place] = one[axis];
  });
}

KdPoint KdTree::point(std::size_t place) const {
  return {points_[0][place], points_[1][place], points_[2][place], points_[3][place],
          points_[4][place]};
}

Neighbours KdTree::nearest(std::size_t place, int count) const {
  Query query{point(place), {}};
  query.found.count = std::min(std::size_t(count), size());
  query.found.squared_distance.fill(std::numeric_limits<double>::infinity());
  search(0, 0, query);
  return query.found;
}

void KdTree::search(std::size_t node, double distance, Query& query) const {
  if (distance > query.farthest()) return;
  if (is_leaf(node)) return search_leaf(nodes_[node], query);
  const std::size_t left = 2 * node + 1;
  const double to_left = squared_distance(query.point, nodes_[left]);
  const double to_right = squared_distance(query.point, nodes_[left + 1]);
  const bool left_first = to_left <= to_right;
  search(left_first ? left : left + 1, std::min(to_left, to_right), query);
  search(left_first ? left + 1 : left, std::max(to_left, to_right), query);
}

void KdTree::search_leaf(const Node& leaf, Query& query) const {
  LeafDistances distances;
  squared_distances(query.point, leaf, distances);
  for (std::size_t place = leaf.begin; place < leaf.end; ++place)
    if (distances[place - leaf.begin] < query.farthest())
      query.take(distances[place - leaf.begin], std::uint32_t(place));
}

void KdTree::squared_distances(const KdPoint& from, const Node& leaf, LeafDistances& result) const {
  distances_by_axes(from, points_, leaf.begin, leaf.end, result.data());
}

std::size_t KdTree::leaf_of(std::size_t place) const {
  std::size_t node = 0;
  while (!is_leaf(node))
    node = 2 * node + (place < nodes_[2 * node + 2].begin ? 1 : 2);
  return node;
}

double squared_distance(const KdPoint& from, const KdTree::Node& box) {
  double sum = 0;
  for (std::size_t axis = 0; axis < from.size(); ++axis) {
    const double outside = std::max({box.low[axis] - from[axis], from[axis] - box.high[axis], 0.0});
    sum += outside * outside;
  }
  return sum;
}

}  // namespace shm
