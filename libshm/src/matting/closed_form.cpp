// SPDX-License-Identifier: MIT
// Closed-form matting: solves the matting Laplacian of the unknown pixels.

#include <Eigen/SparseCore>
#include <algorithm>
#include <utility>

#include "base/parallel.hpp"
#include "matting/matting_laplacian.hpp"
#include "matting/problem.hpp"
#include "solver/conjugate_gradient.hpp"
#include "solver/multifrontal_cholesky.hpp"

/// Closed-form matting, Levin et al. 2008: in every 3x3 window alpha is a linear function of the
/// colours. Known pixels are fixed; solved is the part of the unknown ones.
namespace shm {
namespace {

using Matrix = LaplacianSystem::Matrix;
using Vector = Eigen::VectorXd;

constexpr double tolerance = 1e-7;
constexpr int most_iterations = 10000;

/// Multiplies with a symmetric matrix of which the upper half is given.
class SymmetricProduct {
 public:
  SymmetricProduct(const Matrix& upper, int threads)
      : upper_(upper), parts_(std::size_t(std::min(threads, most_parts)), Vector(upper.rows())) {}

  void operator()(const Vector& x, Vector& product) {
    in_parallel(std::size_t(x.size()), int(parts_.size()),
                [&](std::size_t part, std::size_t begin, std::size_t end) {
                  add_rows(begin, end, x, parts_[part].setZero());
                });
    each_in_parallel(std::size_t(x.size()), int(parts_.size()), [&](std::size_t row) {
      double sum = 0;
      for (const Vector& part : parts_)
        sum += part[Eigen::Index(row)];
      product[Eigen::Index(row)] = sum;
    });
  }

 private:
  void add_rows(std::size_t begin, std::size_t end, const Vector& x, Vector& sums) const {
    for (auto row = Eigen::Index(begin); row < Eigen::Index(end); ++row) {
      double sum = 0;
      for (Matrix::InnerIterator entry(upper_, row); entry; ++entry) {
        sum += entry.value() * x[entry.col()];
        if (entry.col() != row) sums[entry.col()] += entry.value() * x[row];
      }
      sums[row] += sum;
    }
  }

  static constexpr int most_parts = 8;  ///< each takes a vector's memory

  const Matrix& upper_;
  std::vector<Vector> parts_;  ///< what each thread's rows make of x
};

int solve(const LaplacianSystem& system, std::vector<Supernode> supernodes, int threads,
          Vector& alpha) {
  if (system.right_side.isZero(0)) return 0;  // so it is, too, where no window fits the picture
  const MultifrontalCholesky factor(system.matrix, std::move(supernodes), threads);
  SymmetricProduct multiply(system.matrix, threads);
  const auto apply = [&](const Vector& x, Vector& product) { multiply(x, product); };
  const auto precondition = [&](const Vector& residual) -> Vector {
    return factor.solve(residual);
  };
  return conjugate_gradient(apply, precondition, system.right_side, tolerance, most_iterations,
                            threads, alpha);
}

}  // namespace

MattingSolution closed_form_alpha(const MattingProblem& problem, double epsilon) {
  std::vector<GridPoint> unknown = unknown_points(problem);
  std::vector<Supernode> supernodes = dissect(unknown, laplacian_reach, problem.threads);
  const LargeVector<int> rows = rows_of_pixels(problem, unknown);
  const LaplacianSystem system = laplacian_system(problem, unknown, rows, epsilon);
  Vector alpha = Vector::Zero(system.right_side.size());
  const int iterations = solve(system, std::move(supernodes), problem.threads, alpha);
  return solution_of(problem, rows, alpha, iterations);
}

}  // namespace shm
