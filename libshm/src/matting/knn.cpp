// SPDX-License-Identifier: MIT
// KNN matting as the original program prepares its data.

#include <Eigen/IterativeLinearSolvers>
#include <algorithm>
#include <cmath>

#include "base/parallel.hpp"
#include "matting/kd_tree.hpp"
#include "matting/label_pruning.hpp"
#include "matting/problem.hpp"
#include "shm/trimap.hpp"
#include "solver/absorbing_ilu.hpp"

/// KNN matting of the original Semantic Human Matting's data: for every pixel i with its neighbours
/// j
///   sum_j A_ij (alpha_i - alpha_j) + known_weight * [i known] * (alpha_i - [i foreground]) = 0,
///   A_ij = 1 - |feature_i - feature_j| / 5.
/// j is a neighbour of i, not always the other way round: the matrix is not symmetric.
///
/// Solved are the rows of unknown pixels and of known ones that have a neighbour of another label.
/// A known pixel among its own label has its trimap's value, since all of its row has: it enters as
/// data.
namespace shm {
namespace {

using Matrix = AbsorbingIlu::Matrix;
using Vector = Eigen::VectorXd;

constexpr int neighbour_count = 10;
constexpr double tolerance = 1e-8;  ///< residual; alpha is then right to about 1e-4
constexpr int most_iterations = 500;
constexpr int is_data = -1;

struct Link {
  std::uint32_t place;
  float affinity;
};

/// Rows to solve, by place in the tree's order.
struct AffinityRows {
  std::vector<std::uint32_t> place;
  std::vector<std::size_t> end;  ///< of a row's links
  std::vector<Link> links;

  void append(const AffinityRows& other) {
    const std::size_t offset = links.size();
    place.insert(place.end(), other.place.begin(), other.place.end());
    for (const std::size_t one : other.end)
      end.push_back(offset + one);
    links.insert(links.end(), other.links.begin(), other.links.end());
  }
};

/// 0, 1, 2 ... up to `steps`, as shares of the picture's diagonal.
std::vector<double> per_diagonal(const MattingProblem& problem, int steps) {
  const double diagonal =
      std::sqrt(double(problem.width) * problem.width + double(problem.height) * problem.height);
  std::vector<double> result(static_cast<std::size_t>(steps));
  for (int step = 0; step < steps; ++step)
    result[std::size_t(step)] = step / diagonal;
  return result;
}

bool all_share(std::uint8_t label, const Neighbours& found,
               const std::vector<std::uint8_t>& labels) {
  return std::all_of(found.place.begin(), found.place.begin() + std::ptrdiff_t(found.count),
                     [&](std::uint32_t place) { return labels[place] == label; });
}

void add_row(AffinityRows& rows, std::size_t place, const Neighbours& found) {
  for (std::size_t i = 0; i < found.count; ++i)
    if (found.place[i] != place)
      rows.links.push_back({found.place[i], float(1 - std::sqrt(found.squared_distance[i]) / 5)});
  rows.place.push_back(std::uint32_t(place));
  rows.end.push_back(rows.links.size());
}

AffinityRows find_rows(const KdTree& tree, const LabelPruning& pruning, int threads) {
  const std::vector<std::uint8_t>& labels = pruning.labels();
  std::vector<AffinityRows> parts(std::size_t(std::max(threads, 1)));
  in_parallel(tree.size(), threads, [&](std::size_t part, std::size_t begin, std::size_t end) {
    for (std::size_t place = begin; place < end; ++place) {
      const bool is_known = labels[place] != trimap_unknown;
      if (is_known && pruning.all_neighbours_share_label(place, neighbour_count)) continue;
      const Neighbours found = tree.nearest(place, neighbour_count);
      if (!is_known || !all_share(labels[place], found, labels)) add_row(parts[part], place, found);
    }
  });
  AffinityRows rows = std::move(parts.front());
  for (std::size_t part = 1; part < parts.size(); ++part) {
    rows.append(parts[part]);
    parts[part] = {};
  }
  return rows;
}

/// What the system is made of, by place in the tree's order.
struct Affinities {
  AffinityRows rows;
  std::vector<std::uint32_t> order;
  std::vector<std::uint8_t> labels;
};

/// Keeps nothing of the tree: its memory is needed for the system.
Affinities find_affinities(const MattingProblem& problem) {
  const KdTree tree(problem, per_diagonal(problem, problem.height),
                    per_diagonal(problem, problem.width));
  const LabelPruning pruning(problem, tree);
  return {find_rows(tree, pruning, problem.threads), tree.order(), pruning.labels()};
}

std::vector<int> row_of_place(const AffinityRows& rows, std::size_t places) {
  std::vector<int> result(places, is_data);
  for (std::size_t row = 0; row < rows.place.size(); ++row)
    result[rows.place[row]] = int(row);
  return result;
}

struct System {
  Matrix matrix;
  Vector right_side;
};

System assemble(const AffinityRows& rows, const std::vector<std::uint8_t>& labels,
                double known_weight) {
  const std::vector<int> row_of = row_of_place(rows, labels.size());
  const auto size = Eigen::Index(rows.place.size());
  System system{Matrix(size, size), Vector::Zero(size)};
  system.matrix.reserve(Eigen::VectorXi::Constant(size, neighbour_count + 1));
  std::size_t link = 0;
  for (int row = 0; row < size; ++row) {
    const std::uint8_t label = labels[rows.place[std::size_t(row)]];
    double diagonal = label == trimap_unknown ? 0 : known_weight;
    double& right = system.right_side[row];
    right = label == trimap_foreground ? known_weight : 0;
    for (; link < rows.end[std::size_t(row)]; ++link) {
      const auto [place, affinity] = rows.links[link];
      diagonal += double(affinity);
      if (row_of[place] != is_data)
        system.matrix.insert(row, row_of[place]) = -double(affinity);
      else if (labels[place] == trimap_foreground)
        right += double(affinity);
    }
    system.matrix.insert(row, row) = diagonal;
  }
  system.matrix.makeCompressed();
  return system;
}  // NOLINT(clang-analyzer-unix.Malloc): the matrix frees what it holds

MattingSolution spread(const Vector& solved, int iterations, const AffinityRows& rows,
                       const std::vector<std::uint32_t>& order, const MattingProblem& problem) {
  MattingSolution solution{LargeVector<float>(problem.size()), iterations};
  for (std::size_t pixel = 0; pixel < problem.size(); ++pixel)
    solution.alpha[pixel] = problem.trimap[pixel] == trimap_foreground ? 1.F : 0.F;
  for (std::size_t row = 0; row < rows.place.size(); ++row)
    solution.alpha[order[rows.place[row]]] = float(solved[Eigen::Index(row)]);
  return solution;
}

}  // namespace

MattingSolution knn_alpha(const MattingProblem& problem, double known_weight) {
  const Affinities found = find_affinities(problem);
  const System system = assemble(found.rows, found.labels, known_weight);
  Eigen::BiCGSTAB<Matrix, AbsorbingIlu> solver(system.matrix);
  solver.setTolerance(tolerance).setMaxIterations(most_iterations);
  Vector solved = solver.solve(system.right_side);
  if (!solved.allFinite()) solved = solver.preconditioner().solve(system.right_side);
  return spread(solved, int(solver.iterations()), found.rows, found.order, problem);
}

}  // namespace shm
