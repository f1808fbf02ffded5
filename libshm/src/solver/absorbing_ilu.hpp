// SPDX-License-Identifier: MIT
// Incomplete LU of matrices that read as walks: the preconditioner of KNN matting.
#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <cstdint>
#include <utility>
#include <vector>

namespace shm {

/// Incomplete LU of a matrix that reads as a walk which may be absorbed: off-diagonal entries <= 0,
/// row sums >= 0. Row i steps to j with the weight -A(i, j) and is absorbed with the weight of its
/// row sum. A preconditioner for Eigen's iterative solvers.
///
/// Eliminating a row hands its steps on to where they led, so that everything stays a weight >= 0
/// and nothing cancels (Grassmann, Taksar and Heyman, 1985). Steps of little probability are
/// forgotten and the rest scaled up to make up for them: row sums are kept (as in MILU), without
/// which groups of pixels that hardly see any others, common among nearest neighbours, take
/// hundreds of iterations.
class AbsorbingIlu {
 public:
  using Scalar = double;
  using RealScalar = double;
  using StorageIndex = int;
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
  using Vector = Eigen::VectorXd;
  // NOLINTNEXTLINE(readability-identifier-naming): Eigen's names
  enum { ColsAtCompileTime = Eigen::Dynamic, MaxColsAtCompileTime = Eigen::Dynamic };

  Eigen::Index rows() const { return Eigen::Index(pivot_inverse_.size()); }
  Eigen::Index cols() const { return rows(); }

  // NOLINTNEXTLINE(readability-identifier-naming): Eigen's name
  AbsorbingIlu& analyzePattern(const Matrix&) { return *this; }
  AbsorbingIlu& factorize(const Matrix& matrix) { return compute(matrix); }
  AbsorbingIlu& compute(const Matrix& matrix);
  Eigen::ComputationInfo info() const { return Eigen::Success; }

  Vector solve(const Vector& right_side) const;

 private:
  /// Rows of some column: value, one after another.
  struct Triangle {
    std::vector<std::size_t> start = {0};
    std::vector<std::pair<int, float>> entries;
  };
  /// The row that is being eliminated, spread out.
  struct WorkRow {
    std::vector<double> weight;  ///< of the step to each column; 0: none
    std::vector<int> before;     ///< heap of columns still to be eliminated, the smallest first
    std::vector<int> after;      ///< columns that remain
    double absorbed = 0;
    double total = 0;  ///< weight of all steps and the absorption at the start
  };

  void load(const Matrix& matrix, int row);
  void add_step(int row, int column, double weight);
  void eliminate(int row);
  void hand_on(int row, int eliminated, double weight);
  void store_lower();
  void store_upper(int row);

  Eigen::VectorXi position_;        ///< of a row of the matrix in the order of elimination
  Eigen::VectorXi original_;        ///< its inverse
  Triangle lower_;                  ///< share of an eliminated row's right side that a row receives
  Triangle upper_;                  ///< probability of the step from a row to a later one
  std::vector<double> absorption_;  ///< probability of being absorbed from a row
  std::vector<double> pivot_inverse_;
  WorkRow work_;
  std::vector<std::pair<int, float>> kept_;
};

}  // namespace shm
