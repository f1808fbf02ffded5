#include <Eigen/Dense>
#include <Eigen/SparseCore>
#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include "matting/conjugate_gradient.hpp"
#include "matting/nested_cholesky.hpp"
#include "matting/parallel.hpp"
#include "matting/problem.hpp"
#include "shm/trimap.hpp"

/// Closed-form matting, Levin et al. 2008: in every 3x3 window alpha is a linear function of the
/// colours. The matting Laplacian sums, over the windows k that hold both i and j,
///   [i = j] - (1 + (I_i - mean_k)^T (cov_k + epsilon / 9 I)^-1 (I_j - mean_k)) / 9.
/// Known pixels are fixed; solved is the part of the unknown ones.
namespace shm {
namespace {

using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
using Vector = Eigen::VectorXd;

constexpr int radius = 1;
constexpr int side = 2 * radius + 1;
constexpr double area = side * side;
constexpr int reach = 2 * radius;  ///< how far apart two pixels of one window can be
constexpr int reach_side = 2 * reach + 1;
constexpr double tolerance = 1e-7;
constexpr int most_iterations = 10000;
constexpr int none = -1;

/// A window's colours: what its pixels' distances are measured with.
struct Window {
  Eigen::Vector3d mean;
  Eigen::Matrix3d inverse_covariance;
};

/// The windows that hold an unknown pixel, by the pixel in their middle.
struct Windows {
  std::vector<int> of_pixel;
  std::vector<Window> all;
};

std::size_t index(const MattingProblem& problem, int x, int y) {
  return std::size_t(y) * std::size_t(problem.width) + std::size_t(x);
}

Eigen::Vector3d colour(const MattingProblem& problem, int x, int y) {
  const auto& [red, green, blue] = problem.colours[index(problem, x, y)];
  return Eigen::Vector3d(red, green, blue) / 255.0;
}

Window window_at(const MattingProblem& problem, int x, int y, double epsilon) {
  Eigen::Matrix<double, 3, side * side> colours;
  for (int i = 0; i < side * side; ++i)
    colours.col(i) = colour(problem, x + i % side - radius, y + i / side - radius);
  const Eigen::Vector3d mean = colours.rowwise().mean();
  colours.colwise() -= mean;
  const Eigen::Matrix3d covariance =
      (colours * colours.transpose() + epsilon * Eigen::Matrix3d::Identity()) / area;
  return {mean, covariance.inverse()};
}

bool holds_unknown(const MattingProblem& problem, int x, int y) {
  for (int i = 0; i < side * side; ++i)
    if (problem.trimap[index(problem, x + i % side - radius, y + i / side - radius)] ==
        trimap_unknown)
      return true;
  return false;
}

/// Of the windows that hold an unknown pixel, row by row.
std::vector<Place> window_middles(const MattingProblem& problem) {
  std::vector<std::vector<Place>> parts(std::size_t(problem.threads));
  in_parallel(std::size_t(problem.height), problem.threads,
              [&](std::size_t part, std::size_t begin, std::size_t end) {
                const int bottom = std::min(int(end), problem.height - radius);
                for (int y = std::max(int(begin), radius); y < bottom; ++y)
                  for (int x = radius; x < problem.width - radius; ++x)
                    if (holds_unknown(problem, x, y)) parts[part].push_back({x, y});
              });
  for (std::size_t part = 1; part < parts.size(); ++part)
    parts[0].insert(parts[0].end(), parts[part].begin(), parts[part].end());
  return std::move(parts[0]);
}

Windows find_windows(const MattingProblem& problem, double epsilon) {
  const std::vector<Place> middles = window_middles(problem);
  Windows windows{std::vector<int>(problem.size(), none), std::vector<Window>(middles.size())};
  in_parallel(middles.size(), problem.threads,
              [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) {
                  const auto [x, y] = middles[i];
                  windows.of_pixel[index(problem, x, y)] = int(i);
                  windows.all[i] = window_at(problem, x, y, epsilon);
                }
              });
  return windows;
}

/// The Laplacian's row of one pixel: its entries for the pixels within reach, row by row.
using Row = std::array<double, reach_side * reach_side>;
constexpr std::size_t middle = reach * reach_side + reach;

/// Adds what the window around (wx, wy) says of the pixel (x, y).
void add_window(const MattingProblem& problem, const Window& window, int wx, int wy, int x, int y,
                Row& row) {
  const Eigen::Vector3d own = window.inverse_covariance * (colour(problem, x, y) - window.mean);
  for (int jy = wy - radius; jy <= wy + radius; ++jy)
    for (int jx = wx - radius; jx <= wx + radius; ++jx)
      row[std::size_t((jy - y + reach) * reach_side + jx - x + reach)] -=
          (1 + own.dot(colour(problem, jx, jy) - window.mean)) / area;
  row[middle] += 1;
}

Row laplacian_row(const MattingProblem& problem, const Windows& windows, int x, int y) {
  Row row{};
  for (int wy = std::max(0, y - radius); wy <= std::min(problem.height - 1, y + radius); ++wy)
    for (int wx = std::max(0, x - radius); wx <= std::min(problem.width - 1, x + radius); ++wx) {
      const int window = windows.of_pixel[index(problem, wx, wy)];
      if (window != none) add_window(problem, windows.all[std::size_t(window)], wx, wy, x, y, row);
    }
  return row;
}

std::vector<Place> unknown_places(const MattingProblem& problem) {
  std::vector<Place> places;
  for (int y = 0; y < problem.height; ++y)
    for (int x = 0; x < problem.width; ++x)
      if (problem.trimap[index(problem, x, y)] == trimap_unknown) places.push_back({x, y});
  return places;
}

std::vector<int> number(const std::vector<Place>& unknown, const MattingProblem& problem) {
  std::vector<int> numbers(problem.size(), none);
  for (std::size_t i = 0; i < unknown.size(); ++i)
    numbers[index(problem, unknown[i].x, unknown[i].y)] = int(i);
  return numbers;
}

struct System {
  Matrix matrix;
  Vector right_side;
};

/// Calls `work(i)` for each unknown pixel, several at the same time.
template <typename Work>
void for_each_unknown(const MattingProblem& problem, const std::vector<Place>& unknown,
                      const Work& work) {
  in_parallel(unknown.size(), problem.threads,
              [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i)
                  work(i);
              });
}

/// Calls `visit(i, pixel)` for the row's entries i that lie in the picture.
template <typename Visit>
void for_each_entry(const MattingProblem& problem, const Place& place, const Visit& visit) {
  for (int i = 0; i < int(std::tuple_size_v<Row>); ++i) {
    const int x = place.x + i % reach_side - reach;
    const int y = place.y + i / reach_side - reach;
    if (x >= 0 && y >= 0 && x < problem.width && y < problem.height)
      visit(std::size_t(i), index(problem, x, y));
  }
}

int links(const MattingProblem& problem, const Place& place, const std::vector<int>& numbers) {
  int count = 0;
  for_each_entry(problem, place,
                 [&](std::size_t, std::size_t pixel) { count += int(numbers[pixel] != none); });
  return count;
}

/// Writes the row of an unknown pixel: known pixels go to the right side.
void fill(const MattingProblem& problem, const Row& row, const Place& place,
          const std::vector<int>& numbers, System& system) {
  const int own = numbers[index(problem, place.x, place.y)];
  int to = system.matrix.outerIndexPtr()[own];
  for_each_entry(problem, place, [&](std::size_t i, std::size_t pixel) {
    if (numbers[pixel] != none) {
      system.matrix.innerIndexPtr()[to] = numbers[pixel];
      system.matrix.valuePtr()[to++] = row[i];
    } else if (problem.trimap[pixel] == trimap_foreground) {
      system.right_side[own] -= row[i];
    }
  });
}

/// A system whose matrix has room for its entries.
System make_room(const MattingProblem& problem, const std::vector<Place>& unknown,
                 const std::vector<int>& numbers) {
  const auto size = Eigen::Index(unknown.size());
  System system{Matrix(size, size), Vector::Zero(size)};
  int* ends = system.matrix.outerIndexPtr() + 1;
  for_each_unknown(problem, unknown,
                   [&](std::size_t i) { ends[i] = links(problem, unknown[i], numbers); });
  std::partial_sum(ends, ends + size, ends);
  system.matrix.resizeNonZeros(system.matrix.outerIndexPtr()[size]);
  return system;
}

System assemble(const MattingProblem& problem, const std::vector<Place>& unknown,
                const std::vector<int>& numbers, double epsilon) {
  const Windows windows = find_windows(problem, epsilon);
  System system = make_room(problem, unknown, numbers);
  for_each_unknown(problem, unknown, [&](std::size_t i) {
    const Row row = laplacian_row(problem, windows, unknown[i].x, unknown[i].y);
    fill(problem, row, unknown[i], numbers, system);
  });
  return system;
}

int solve(const System& system, const std::vector<Place>& unknown, int threads, Vector& alpha) {
  if (system.right_side.isZero(0)) return 0;  // so it is, too, where no window fits the picture
  const NestedCholesky factor(system.matrix, unknown, reach, threads);
  const auto apply = [&](const Vector& x, Vector& product) {
    in_parallel(std::size_t(x.size()), threads,
                [&](std::size_t, std::size_t begin, std::size_t end) {
                  const auto first = Eigen::Index(begin);
                  const auto count = Eigen::Index(end - begin);
                  product.segment(first, count) = system.matrix.middleRows(first, count) * x;
                });
  };
  const auto precondition = [&](const Vector& residual) -> Vector {
    return factor.solve(residual);
  };
  return conjugate_gradient(apply, precondition, system.right_side, tolerance, most_iterations,
                            alpha);
}

}  // namespace

MattingSolution closed_form_alpha(const MattingProblem& problem, double epsilon) {
  const std::vector<Place> unknown = unknown_places(problem);
  const std::vector<int> numbers = number(unknown, problem);
  const System system = assemble(problem, unknown, numbers, epsilon);
  Vector alpha = Vector::Zero(system.right_side.size());
  MattingSolution solution{std::vector<float>(problem.size()), 0};
  solution.iterations = solve(system, unknown, problem.threads, alpha);
  for (std::size_t pixel = 0; pixel < problem.size(); ++pixel)
    solution.alpha[pixel] = numbers[pixel] != none ? float(alpha[numbers[pixel]])
                            : problem.trimap[pixel] == trimap_foreground ? 1.F
                                                                         : 0.F;
  return solution;
}

}  // namespace shm
