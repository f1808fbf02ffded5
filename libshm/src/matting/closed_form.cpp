#include <Eigen/Dense>
#include <Eigen/SparseCore>
#include <algorithm>
#include <array>

#include "matting/conjugate_gradient.hpp"
#include "matting/parallel.hpp"
#include "matting/problem.hpp"
#include "matting/threshold_cholesky.hpp"
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

Windows find_windows(const MattingProblem& problem, double epsilon) {
  Windows windows{std::vector<int>(problem.size(), none), {}};
  for (int y = radius; y < problem.height - radius; ++y)
    for (int x = radius; x < problem.width - radius; ++x)
      if (holds_unknown(problem, x, y)) {
        windows.of_pixel[index(problem, x, y)] = int(windows.all.size());
        windows.all.push_back(window_at(problem, x, y, epsilon));
      }
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

std::vector<int> number_unknown(const MattingProblem& problem) {
  std::vector<int> rows(problem.size(), none);
  int next = 0;
  for (std::size_t pixel = 0; pixel < rows.size(); ++pixel)
    if (problem.trimap[pixel] == trimap_unknown) rows[pixel] = next++;
  return rows;
}

struct System {
  Matrix matrix;
  Vector right_side;
};

/// Appends the row of the unknown pixel (x, y): known pixels go to the right side.
void append(const MattingProblem& problem, const Row& row, int x, int y,
            const std::vector<int>& numbers, System& system) {
  const int number = numbers[index(problem, x, y)];
  system.matrix.startVec(number);
  for (int i = 0; i < int(row.size()); ++i) {
    const int jx = x + i % reach_side - reach;
    const int jy = y + i / reach_side - reach;
    if (jx < 0 || jy < 0 || jx >= problem.width || jy >= problem.height) continue;
    const std::size_t pixel = index(problem, jx, jy);
    if (numbers[pixel] != none)
      system.matrix.insertBack(number, numbers[pixel]) = row[std::size_t(i)];
    else if (problem.trimap[pixel] == trimap_foreground)
      system.right_side[number] -= row[std::size_t(i)];
  }
}

System assemble(const MattingProblem& problem, const std::vector<int>& numbers, double epsilon) {
  const Windows windows = find_windows(problem, epsilon);
  const auto size =
      Eigen::Index(std::count(problem.trimap.begin(), problem.trimap.end(), trimap_unknown));
  System system{Matrix(size, size), Vector::Zero(size)};
  system.matrix.reserve(size * Eigen::Index(middle) * 2 + size);
  for (int y = 0; y < problem.height; ++y)
    for (int x = 0; x < problem.width; ++x)
      if (numbers[index(problem, x, y)] != none)
        append(problem, laplacian_row(problem, windows, x, y), x, y, numbers, system);
  system.matrix.finalize();
  return system;
}

int solve(const System& system, int threads, Vector& alpha) {
  if (system.right_side.isZero(0)) return 0;  // so it is, too, where no window fits the picture
  const ThresholdCholesky incomplete(system.matrix);
  const auto apply = [&](const Vector& x, Vector& product) {
    in_parallel(std::size_t(x.size()), threads,
                [&](std::size_t, std::size_t begin, std::size_t end) {
                  const auto first = Eigen::Index(begin);
                  const auto count = Eigen::Index(end - begin);
                  product.segment(first, count) = system.matrix.middleRows(first, count) * x;
                });
  };
  const auto precondition = [&](const Vector& residual) -> Vector {
    return incomplete.solve(residual);
  };
  return conjugate_gradient(apply, precondition, system.right_side, tolerance, most_iterations,
                            alpha);
}

}  // namespace

MattingSolution closed_form_alpha(const MattingProblem& problem, double epsilon) {
  const std::vector<int> numbers = number_unknown(problem);
  const System system = assemble(problem, numbers, epsilon);
  Vector alpha = Vector::Zero(system.right_side.size());
  MattingSolution solution{std::vector<float>(problem.size()), 0};
  solution.iterations = solve(system, problem.threads, alpha);
  for (std::size_t pixel = 0; pixel < problem.size(); ++pixel)
    solution.alpha[pixel] = numbers[pixel] != none ? float(alpha[numbers[pixel]])
                            : problem.trimap[pixel] == trimap_foreground ? 1.F
                                                                         : 0.F;
  return solution;
}

}  // namespace shm
