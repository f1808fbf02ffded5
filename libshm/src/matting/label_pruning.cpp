// SPDX-License-Identifier: MIT
// Spares the search where all neighbours share a pixel's label.

#include "matting/label_pruning.hpp"

#include <algorithm>

#include "base/parallel.hpp"

namespace shm {

LabelPruning::LabelPruning(const MattingProblem& problem, const KdTree& tree)
    : tree_(tree), labels_(tree.size()), is_mixed_(tree.nodes().size()) {
  each_in_parallel(tree.size(), problem.threads, [&](std::size_t place) {
    labels_[place] = problem.trimap[tree.order()[place]];
  });
  mark_mixed();
}

void LabelPruning::mark_mixed() {
  const std::vector<KdTree::Node>& nodes = tree_.nodes();
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const auto is_other = [&](std::uint8_t label) { return label != labels_[nodes[i].begin]; };
    if (tree_.is_leaf(i)) {
      is_mixed_[i] = std::any_of(labels_.begin() + std::ptrdiff_t(nodes[i].begin),
                                 labels_.begin() + std::ptrdiff_t(nodes[i].end), is_other);
    } else {
      const std::size_t left = 2 * i + 1, right = left + 1;
      is_mixed_[i] = is_mixed_[left] || is_mixed_[right] || is_other(labels_[nodes[right].begin]);
    }
  }
}

/// The nearest of its own leaf are candidates: only what is as near as the farthest of them counts.
bool LabelPruning::all_neighbours_share_label(std::size_t place, int count) const {
  const std::size_t leaf = tree_.leaf_of(place);
  const KdTree::Node& node = tree_.nodes()[leaf];
  if (is_mixed_[leaf] || node.end - node.begin < std::size_t(count)) return false;
  const KdPoint from = tree_.point(place);
  LeafDistances distances;
  tree_.squared_distances(from, node, distances);
  const auto farthest = distances.begin() + count - 1;
  std::nth_element(distances.begin(), farthest,
                   distances.begin() + std::ptrdiff_t(node.end - node.begin));
  return !sees_another_label(0, from, *farthest, labels_[place]);
}

bool LabelPruning::sees_another_label(std::size_t node, const KdPoint& from, double within,
                                      std::uint8_t label) const {
  const KdTree::Node& here = tree_.nodes()[node];
  if (!is_mixed_[node] && labels_[here.begin] == label) return false;
  if (squared_distance(from, here) > within) return false;
  if (!tree_.is_leaf(node))
    return sees_another_label(2 * node + 1, from, within, label) ||
           sees_another_label(2 * node + 2, from, within, label);
  LeafDistances distances;
  tree_.squared_distances(from, here, distances);
  for (std::size_t place = here.begin; place < here.end; ++place)
    if (labels_[place] != label && distances[place - here.begin] <= within) return true;
  return false;
}

}  // namespace shm
