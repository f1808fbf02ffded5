// SPDX-License-Identifier: MIT
// The matting Laplacian of Levin et al., its unknown rows.

#include "matting/matting_laplacian.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/parallel.hpp"
#include "shm/trimap.hpp"

namespace shm {
namespace {

constexpr int radius = 1;
constexpr int side = 2 * radius + 1;
constexpr double area = side * side;
constexpr int reach = laplacian_reach;
static_assert(reach == 2 * radius);
constexpr std::size_t reach_side = 2 * reach + 1;
constexpr double white = 255;  ///< what `epsilon` takes to be 1
constexpr int none = -1;

/// A window's colours: what its pixels' distances are measured with.
struct Window {
  Eigen::Vector3d mean;
  Eigen::Matrix3d inverse_covariance;
};

/// The windows that hold an unknown pixel, by the pixel in their middle.
struct Windows {
  LargeVector<int> of_pixel;
  LargeVector<Window> all;
};

std::size_t index(const MattingProblem& problem, int x, int y) {
  return std::size_t(y) * std::size_t(problem.width) + std::size_t(x);
}

/// From 0 to 255.
Eigen::Vector3d color(const MattingProblem& problem, std::size_t pixel) {
  const auto& [red, green, blue] = problem.colors[pixel];
  return {double(red), double(green), double(blue)};
}

Window window_at(const MattingProblem& problem, int x, int y, double epsilon) {
  Eigen::Matrix<double, 3, side * side> colors;
  for (int i = 0; i < side * side; ++i)
    colors.col(i) = color(problem, index(problem, x + i % side - radius, y + i / side - radius));
  const Eigen::Vector3d mean = colors.rowwise().mean();
  colors.colwise() -= mean;
  const Eigen::Matrix3d covariance =
      (colors * colors.transpose() + epsilon * white * white * Eigen::Matrix3d::Identity()) / area;
  return {mean, covariance.inverse()};
}

bool holds_unknown(const MattingProblem& problem, int x, int y) {
  for (int i = 0; i < side * side; ++i)
    if (problem.trimap[index(problem, x + i % side - radius, y + i / side - radius)] ==
        trimap_unknown)
      return true;
  return false;
}

/// Those that are `margin` from the picture's edges and that `holds(x, y)` is true of, row by row.
template <typename Holds>
std::vector<GridPoint> points_where(const MattingProblem& problem, int margin, const Holds& holds) {
  std::vector<std::vector<GridPoint>> parts(std::size_t(problem.threads));
  in_parallel(std::size_t(problem.height), problem.threads,
              [&](std::size_t part, std::size_t begin, std::size_t end) {
                const int bottom = std::min(int(end), problem.height - margin);
                for (int y = std::max(int(begin), margin); y < bottom; ++y)
                  for (int x = margin; x < problem.width - margin; ++x)
                    if (holds(x, y)) parts[part].push_back({x, y});
              });
  for (std::size_t part = 1; part < parts.size(); ++part)
    parts[0].insert(parts[0].end(), parts[part].begin(), parts[part].end());
  return std::move(parts[0]);
}

/// `none` for every pixel.
LargeVector<int> no_numbers(const MattingProblem& problem) {
  LargeVector<int> numbers(problem.size());
  each_in_parallel(problem.size(), problem.threads, [&](std::size_t i) { numbers[i] = none; });
  return numbers;
}

Windows find_windows(const MattingProblem& problem, double epsilon) {
  const std::vector<GridPoint> middles =
      points_where(problem, radius, [&](int x, int y) { return holds_unknown(problem, x, y); });
  Windows windows{no_numbers(problem), LargeVector<Window>(middles.size())};
  each_in_parallel(middles.size(), problem.threads, [&](std::size_t i) {
    const auto [x, y] = middles[i];
    windows.of_pixel[index(problem, x, y)] = int(i);
    windows.all[i] = window_at(problem, x, y, epsilon);
  });
  return windows;
}

/// What windows that hold two pixels say of them, by the second one's colour: its red, green, blue
/// and 1 times these.
using Weights = Eigen::Vector4d;

/// A pixel's row of the Laplacian, before the other pixels' colours are looked at.
struct Row {
  /// For the pixels within reach, row by row.
  std::array<Weights, reach_side * reach_side> weights;
  int windows;  ///< that hold the pixel itself

  double entry(std::size_t i, const Eigen::Vector3d& other) const {
    const double sum = weights[i].head<3>().dot(other) + weights[i][3];
    return (i == weights.size() / 2 ? windows : 0) - sum / area;
  }
};

/// 1 + (I_i - mean)^T (cov + epsilon / 9 I)^-1 (I_j - mean), i being the window's own pixel.
Weights weights_of(const Window& window, const Eigen::Vector3d& own) {
  Weights weights;
  weights.head<3>() = window.inverse_covariance * (own - window.mean);
  weights[3] = 1 - weights.head<3>().dot(window.mean);
  return weights;
}

/// Sums over those of three windows in a line that hold two pixels, by how far the second is from
/// the first, which all three hold.
std::array<Weights, reach_side> common(const Weights& before, const Weights& same,
                                       const Weights& after) {
  const Weights first = before + same;
  return {before, first, first + after, same + after, after};
}

Row laplacian_row(const MattingProblem& problem, const Windows& windows, const GridPoint& point) {
  const Eigen::Vector3d own = color(problem, index(problem, point.x, point.y));
  Row row{{}, 0};
  const auto at = [&](int x, int y) -> Weights {
    if (x < 0 || y < 0 || x >= problem.width || y >= problem.height) return Weights::Zero();
    const int window = windows.of_pixel[index(problem, x, y)];
    if (window == none) return Weights::Zero();
    ++row.windows;
    return weights_of(windows.all[std::size_t(window)], own);
  };
  const auto line = [&](int y) {
    return common(at(point.x - 1, y), at(point.x, y), at(point.x + 1, y));
  };
  const auto above = line(point.y - 1), same = line(point.y), below = line(point.y + 1);
  for (std::size_t j = 0; j < reach_side; ++j) {
    const auto column = common(above[j], same[j], below[j]);
    for (std::size_t i = 0; i < reach_side; ++i)
      row.weights[i * reach_side + j] = column[i];
  }
  return row;
}

/// Calls `visit(i, pixel)` for those within reach that lie in the picture, row by row.
template <typename Visit>
void for_each_entry(const MattingProblem& problem, const GridPoint& point, const Visit& visit) {
  for (std::size_t i = 0; i < reach_side * reach_side; ++i) {
    const int x = point.x + int(i % reach_side) - reach;
    const int y = point.y + int(i / reach_side) - reach;
    if (x >= 0 && y >= 0 && x < problem.width && y < problem.height) visit(i, index(problem, x, y));
  }
}

int links(const MattingProblem& problem, const GridPoint& point, const LargeVector<int>& numbers) {
  const int own = numbers[index(problem, point.x, point.y)];
  int count = 0;
  for_each_entry(problem, point,
                 [&](std::size_t, std::size_t pixel) { count += int(numbers[pixel] >= own); });
  return count;
}

/// Writes the row of an unknown pixel: known pixels go to the right side.
void fill(const MattingProblem& problem, const Row& row, const GridPoint& point,
          const LargeVector<int>& numbers, LaplacianSystem& system) {
  const int own = numbers[index(problem, point.x, point.y)];
  int to = system.matrix.outerIndexPtr()[own];
  for_each_entry(problem, point, [&](std::size_t i, std::size_t pixel) {
    if (numbers[pixel] >= own) {
      system.matrix.innerIndexPtr()[to] = numbers[pixel];
      system.matrix.valuePtr()[to++] = row.entry(i, color(problem, pixel));
    } else if (problem.trimap[pixel] == trimap_foreground) {
      system.right_side[own] -= row.entry(i, color(problem, pixel));
    }
  });
}

/// A system whose matrix has room for its entries.
LaplacianSystem make_room(const MattingProblem& problem, const std::vector<GridPoint>& unknown,
                          const LargeVector<int>& numbers) {
  const auto size = Eigen::Index(unknown.size());
  LaplacianSystem system{LaplacianSystem::Matrix(size, size), Eigen::VectorXd::Zero(size)};
  int* ends = system.matrix.outerIndexPtr() + 1;
  each_in_parallel(unknown.size(), problem.threads,
                   [&](std::size_t i) { ends[i] = links(problem, unknown[i], numbers); });
  std::partial_sum(ends, ends + size, ends);
  const int entries = ends[size - 1];
  system.matrix.resizeNonZeros(entries);
  ask_for_huge_pages(system.matrix.valuePtr(), std::size_t(entries) * sizeof(double));
  ask_for_huge_pages(system.matrix.innerIndexPtr(), std::size_t(entries) * sizeof(int));
  return system;
}  // NOLINT(clang-analyzer-unix.Malloc): the matrix frees what it holds

}  // namespace

std::vector<GridPoint> unknown_points(const MattingProblem& problem) {
  return points_where(problem, 0, [&](int x, int y) {
    return problem.trimap[index(problem, x, y)] == trimap_unknown;
  });
}

LargeVector<int> rows_of_pixels(const MattingProblem& problem,
                                const std::vector<GridPoint>& unknown) {
  LargeVector<int> numbers = no_numbers(problem);
  each_in_parallel(unknown.size(), problem.threads, [&](std::size_t i) {
    numbers[index(problem, unknown[i].x, unknown[i].y)] = int(i);
  });
  return numbers;
}

LaplacianSystem laplacian_system(const MattingProblem& problem,
                                 const std::vector<GridPoint>& unknown,
                                 const LargeVector<int>& numbers, double epsilon) {
  const Windows windows = find_windows(problem, epsilon);
  LaplacianSystem system = make_room(problem, unknown, numbers);
  each_in_parallel(unknown.size(), problem.threads, [&](std::size_t i) {
    fill(problem, laplacian_row(problem, windows, unknown[i]), unknown[i], numbers, system);
  });
  return system;
}

}  // namespace shm
