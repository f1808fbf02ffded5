// SPDX-License-Identifier: MIT
// Spares the search where all neighbours share a pixel's label.
#pragma once

#include <cstdint>
#include <vector>

#include "matting/kd_tree.hpp"

namespace shm {

/// Tells which pixels' nearest neighbours all bear the pixel's own label, without finding them:
/// most pixels are deep among their own, and this takes a fifth of the time. Safe to use from
/// several threads.
class LabelPruning {
 public:
  /// The tree is that of the problem's pixels, and must stay.
  LabelPruning(const MattingProblem& problem, const KdTree& tree);

  /// What the trimap says of the pixel at each place of the tree.
  const std::vector<std::uint8_t>& labels() const { return labels_; }
  /// Of the `count` nearest. False where that is not sure.
  bool all_neighbours_share_label(std::size_t place, int count) const;

 private:
  void mark_mixed();
  bool sees_another_label(std::size_t node, const KdPoint& from, double within,
                          std::uint8_t label) const;

  const KdTree& tree_;
  std::vector<std::uint8_t> labels_;
  std::vector<std::uint8_t> is_mixed_;  ///< of each node: has several labels
};

}  // namespace shm
