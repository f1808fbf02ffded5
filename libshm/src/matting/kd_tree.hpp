// SPDX-License-Identifier: MIT
// Nearest neighbours of pixels by colour and position, ties as in scikit-learn.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/huge_pages.hpp"
#include "matting/problem.hpp"

namespace shm {

inline constexpr int most_neighbours = 20;
inline constexpr std::size_t kd_axes = 5;
inline constexpr std::size_t kd_leaf_size = 30;  ///< a leaf holds this many up to twice as many

using KdPoint = std::array<double, kd_axes>;
using LeafDistances = std::array<double, 2 * kd_leaf_size + 2>;

/// The pixels nearest to one, in no order; itself among them.
struct Neighbours {
  std::size_t count = 0;
  std::array<std::uint32_t, most_neighbours> place;
  std::array<double, most_neighbours> squared_distance;
};

/// Exact nearest neighbours among the pixels of a picture by five features: red, green and blue in
/// 0..1, a scaled row and a scaled column. Safe to use from several threads.
///
/// Pixels lie on grids, so that one in six has several candidates for its last neighbour at exactly
/// the same distance, and which of them is taken moves alpha by up to 0.1. Results that can be
/// compared need a rule. It is that of scikit-learn's KDTree, on which published KNN mattes rest:
/// medians of the widest axis, 30 points a leaf, the child whose box is nearer first, distances in
/// double, the first found kept. Other trees, nanoflann's too, find other ties.
///
/// A pixel goes by its place in the order of the leaves: what is alike lies together in memory.
class KdTree {
 public:
  /// `rows` and `columns` hold the feature of every row and column of the picture, ascending.
  KdTree(const MattingProblem& problem, const std::vector<double>& rows,
         const std::vector<double>& columns);

  std::size_t size() const { return order_.size(); }
  /// Index in the picture of the pixel at each place.
  const std::vector<std::uint32_t>& order() const { return order_; }
  /// The `count` nearest, 1..most_neighbours; all pixels of a picture that has fewer.
  Neighbours nearest(std::size_t place, int count) const;

  struct Node {
    KdPoint low, high;       ///< box around its points
    std::size_t begin, end;  ///< their places
  };

  /// The root first; children of n: 2n + 1 and 2n + 2.
  const std::vector<Node>& nodes() const { return nodes_; }
  bool is_leaf(std::size_t node) const { return 2 * node + 1 >= nodes_.size(); }
  std::size_t leaf_of(std::size_t place) const;
  KdPoint point(std::size_t place) const;
  /// From a point to all of a leaf; the first are set.
  void squared_distances(const KdPoint& from, const Node& leaf, LeafDistances& result) const;

 private:
  struct Query;

  void search(std::size_t node, double distance, Query& query) const;
  void search_leaf(const Node& leaf, Query& query) const;

  std::vector<std::uint32_t> order_;
  std::vector<Node> nodes_;
  std::array<LargeVector<double>, kd_axes> points_;  ///< by axis and place
};

/// From a point to a box; 0 inside.
double squared_distance(const KdPoint& from, const KdTree::Node& box);

}  // namespace shm
