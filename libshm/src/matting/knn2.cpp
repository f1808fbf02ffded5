// SPDX-License-Identifier: MIT
// KNN matting at two scales, as PyMatting has it.

#include <Eigen/SparseCore>
#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

#include "base/parallel.hpp"
#include "matting/kd_tree.hpp"
#include "matting/label_pruning.hpp"
#include "matting/problem.hpp"
#include "shm/trimap.hpp"
#include "solver/conjugate_gradient.hpp"

/// KNN matting at two scales, Chen et al. 2012 in the form of PyMatting 1.1.16:
///   (I - D^-1 W + known_weight * C) alpha = known_weight * [foreground],
/// W_ij counts how often i is among j's neighbours and j among i's, D holds W's row sums (a pixel
/// is its own neighbour), C is 1 where the trimap is known. Multiplied with D it is symmetric.
///
/// Solved are the rows of unknown pixels and of known ones linked to another label. Links between
/// known pixels of one label count as if both held their trimap's value, and those of known pixels
/// among their own are not looked for, so that D misses them: what that neglects moves alpha by 1
/// part in 100,000 on average, and known pixels at the rim by up to 1 / known_weight.
namespace shm {
namespace {

using Matrix = Eigen::SparseMatrix<float, Eigen::RowMajor>;  // of small whole numbers
using Vector = Eigen::VectorXd;
using Edge = std::pair<std::uint32_t, std::uint32_t>;

struct Scale {
  int neighbours;
  double position_weight;
};
constexpr std::array<Scale, 2> scales = {Scale{20, 2.0}, Scale{10, 0.1}};
constexpr double tolerance = 1e-7;
constexpr int most_iterations = 2000;
constexpr int is_data = -1;

/// Of each pixel, how many ends of links it has.
struct Degrees {
  std::vector<std::uint32_t> all;     ///< D
  std::vector<std::uint32_t> others;  ///< without those to itself
};

struct Graph {
  Degrees degrees;
  std::vector<Edge> edges;  ///< those that touch an unknown pixel or join two labels
};

void count_up(std::uint32_t& number) {
  std::atomic_ref(number).fetch_add(1, std::memory_order_relaxed);
}

void add_link(const MattingProblem& problem, const Edge& edge, Degrees& degrees,
              std::vector<Edge>& kept) {
  const auto [from, to] = edge;
  count_up(degrees.all[from]);
  count_up(degrees.all[to]);
  if (from == to) return;
  count_up(degrees.others[from]);
  count_up(degrees.others[to]);
  const std::uint8_t label = problem.trimap[from];
  if (label == trimap_unknown || label != problem.trimap[to]) kept.push_back(edge);
}

/// From 0 to `weight` in `steps` steps.
std::vector<double> across(int steps, double weight) {
  std::vector<double> result(static_cast<std::size_t>(steps));
  for (int step = 0; step < steps; ++step)
    result[std::size_t(step)] = weight * step / std::max(steps - 1, 1);
  return result;
}

void add_scale(const MattingProblem& problem, const Scale& scale, Graph& graph) {
  const KdTree tree(problem, across(problem.height, scale.position_weight),
                    across(problem.width, scale.position_weight));
  const LabelPruning pruning(problem, tree);
  std::vector<std::vector<Edge>> parts(std::size_t(std::max(problem.threads, 1)));
  const auto work = [&](std::size_t part, std::size_t begin, std::size_t end) {
    for (std::size_t place = begin; place < end; ++place) {
      const bool is_known = pruning.labels()[place] != trimap_unknown;
      if (is_known && pruning.all_neighbours_share_label(place, scale.neighbours)) continue;
      const Neighbours found = tree.nearest(place, scale.neighbours);
      for (std::size_t i = 0; i < found.count; ++i)
        add_link(problem, {tree.order()[place], tree.order()[found.place[i]]}, graph.degrees,
                 parts[part]);
    }
  };
  in_parallel(tree.size(), problem.threads, work);
  for (std::vector<Edge>& part : parts) {
    graph.edges.insert(graph.edges.end(), part.begin(), part.end());
    part = {};
  }
}

/// The pixels that edges join, in the picture's order.
struct AffinityRows {
  std::vector<std::uint32_t> pixel;
  std::vector<int> of_pixel;
};

AffinityRows find_rows(const std::vector<Edge>& edges, std::size_t pixels) {
  AffinityRows rows{{}, std::vector<int>(pixels, is_data)};
  for (const auto& [from, to] : edges)
    rows.of_pixel[from] = rows.of_pixel[to] = 0;
  for (std::size_t pixel = 0; pixel < pixels; ++pixel)
    if (rows.of_pixel[pixel] != is_data) {
      rows.of_pixel[pixel] = int(rows.pixel.size());
      rows.pixel.push_back(std::uint32_t(pixel));
    }
  return rows;
}

/// Both ends of every edge, by row: W without merging what occurs twice.
struct Ends {
  std::vector<std::size_t> start;
  std::vector<int> column;
};

Ends both_ends(std::vector<Edge>&& edges, const AffinityRows& rows) {
  Ends ends{std::vector<std::size_t>(rows.pixel.size() + 1), std::vector<int>(2 * edges.size())};
  for (const auto& [from, to] : edges) {
    ++ends.start[std::size_t(rows.of_pixel[from]) + 1];
    ++ends.start[std::size_t(rows.of_pixel[to]) + 1];
  }
  for (std::size_t row = 1; row < ends.start.size(); ++row)
    ends.start[row] += ends.start[row - 1];
  std::vector<std::size_t> next = ends.start;
  for (const auto& [from, to] : edges) {
    const int a = rows.of_pixel[from];
    const int b = rows.of_pixel[to];
    ends.column[next[std::size_t(a)]++] = b;
    ends.column[next[std::size_t(b)]++] = a;
  }
  std::vector<Edge>().swap(edges);
  return ends;
}

Matrix merged(Ends ends) {
  const std::size_t size = ends.start.size() - 1;
  Matrix links{Eigen::Index(size), Eigen::Index(size)};
  links.reserve(Eigen::Index(ends.column.size()));
  for (std::size_t row = 0; row < size; ++row) {
    const auto begin = ends.column.begin() + std::ptrdiff_t(ends.start[row]);
    const auto end = ends.column.begin() + std::ptrdiff_t(ends.start[row + 1]);
    std::sort(begin, end);
    links.startVec(Eigen::Index(row));
    for (auto at = begin; at != end;) {
      const auto next = std::upper_bound(at, end, *at);
      links.insertBack(Eigen::Index(row), *at) = float(next - at);
      at = next;
    }
  }
  links.finalize();
  return links;
}

struct System {
  Matrix links;  ///< the matrix is diagonal - links
  Vector diagonal;
  Vector right_side;
};

System assemble(const MattingProblem& problem, Graph graph, const AffinityRows& rows,
                double known_weight) {
  Ends ends = both_ends(std::move(graph.edges), rows);
  const auto size = Eigen::Index(rows.pixel.size());
  System system{{}, Vector(size), Vector::Zero(size)};
  for (Eigen::Index row = 0; row < size; ++row) {
    const auto at = std::size_t(row);
    const std::uint32_t pixel = rows.pixel[at];
    const double others = graph.degrees.others[pixel];
    const double weight =
        problem.trimap[pixel] == trimap_unknown ? 0 : known_weight * graph.degrees.all[pixel];
    const double same_label = others - double(ends.start[at + 1] - ends.start[at]);
    system.diagonal[row] = weight + others;
    if (problem.trimap[pixel] == trimap_foreground) system.right_side[row] = weight + same_label;
  }
  system.links = merged(std::move(ends));
  return system;
}

int solve(const System& system, int threads, Vector& alpha) {
  const auto apply = [&](const Vector& x, Vector& product) {
    each_in_parallel(std::size_t(x.size()), threads, [&](std::size_t i) {
      const auto row = Eigen::Index(i);
      double sum = system.diagonal[row] * x[row];
      for (Matrix::InnerIterator link(system.links, row); link; ++link)
        sum -= double(link.value()) * x[link.col()];
      product[row] = sum;
    });
  };
  const auto precondition = [&](const Vector& residual) -> Vector {
    return residual.cwiseQuotient(system.diagonal);
  };
  return conjugate_gradient(apply, precondition, system.right_side, tolerance, most_iterations,
                            threads, alpha);
}

}  // namespace

MattingSolution knn2_alpha(const MattingProblem& problem, double known_weight) {
  Graph graph;
  graph.degrees.all.resize(problem.size());
  graph.degrees.others.resize(problem.size());
  for (const Scale& scale : scales)
    add_scale(problem, scale, graph);
  const AffinityRows rows = find_rows(graph.edges, problem.size());
  const System system = assemble(problem, std::move(graph), rows, known_weight);
  Vector alpha = Vector::Constant(system.right_side.size(), 0.5);
  const int iterations = solve(system, problem.threads, alpha);
  return solution_of(problem, rows.of_pixel, alpha, iterations);
}

}  // namespace shm
