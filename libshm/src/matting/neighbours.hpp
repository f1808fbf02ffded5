#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/huge_pages.hpp"
#include "matting/problem.hpp"

namespace shm {

inline constexpr int most_neighbours = 20;

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
class NeighbourSearch {
 public:
  /// `rows` and `columns` hold the feature of every row and column of the picture, ascending.
  NeighbourSearch(const MattingProblem& problem, const std::vector<double>& rows,
                  const std::vector<double>& columns);

  std::size_t size() const { return order_.size(); }
  /// Index in the picture of the pixel at each place.
  const std::vector<std::uint32_t>& order() const { return order_; }
  /// What the trimap says of the pixel at each place.
  const std::vector<std::uint8_t>& kinds() const { return kinds_; }
  /// The `count` nearest, 1..most_neighbours; all pixels of a picture that has fewer.
  Neighbours nearest(std::size_t place, int count) const;
  /// True where the `count` nearest are all of the pixel's own kind, told without finding them:
  /// most pixels are deep among their own, and this takes a fifth of the time. False where that is
  /// not sure.
  bool is_among_its_own(std::size_t place, int count) const;

 private:
  static constexpr std::size_t axes = 5;
  using Point = std::array<double, axes>;

  struct Node {
    Point low, high;         ///< box around its points
    std::size_t begin, end;  ///< their places
    bool is_mixed = false;   ///< points of several kinds
  };
  struct Query;

  void mark_mixed();
  Point point(std::size_t place) const;
  std::size_t leaf_of(std::size_t place) const;
  bool sees_another_kind(std::size_t node, const Point& from, double within,
                         std::uint8_t kind) const;
  bool is_leaf(std::size_t node) const { return 2 * node + 1 >= nodes_.size(); }
  void search(std::size_t node, double distance, Query& query) const;
  void search_leaf(const Node& leaf, Query& query) const;

  std::vector<std::uint32_t> order_;
  std::vector<std::uint8_t> kinds_;
  std::vector<Node> nodes_;                       ///< children of n: 2n + 1 and 2n + 2
  std::array<LargeVector<double>, axes> points_;  ///< by axis and place
};

}  // namespace shm
