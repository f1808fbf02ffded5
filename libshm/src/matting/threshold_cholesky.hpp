#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <utility>
#include <vector>

namespace shm {

/// Incomplete Cholesky factor of a symmetric positive definite matrix: what falls below a threshold
/// is dropped, only the largest entries of a column are kept. As PyMatting's ichol, but in an order
/// that leaves little fill (AMD), which its size depends on. A preconditioner.
class ThresholdCholesky {
 public:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
  using Vector = Eigen::VectorXd;

  explicit ThresholdCholesky(const Matrix& matrix);
  Vector solve(const Vector& right_side) const;

 private:
  using Entry = std::pair<int, float>;  ///< row and value, below the diagonal

  bool factorize(const Matrix& matrix, double shift);
  void reset(const Matrix& matrix, double shift);
  void load(const Matrix& matrix, int column);
  void eliminate(int column);
  void subtract(int earlier, std::size_t entry);
  void add(int row, double value);
  void store(int column);
  void keep_largest(std::size_t begin);
  void wait_for_next_row(int column);

  Eigen::VectorXi position_;  ///< of a row of the matrix in the factor
  Eigen::VectorXi original_;  ///< its inverse
  std::vector<std::size_t> start_;
  std::vector<Entry> entries_;    ///< column by column, rows ascending
  std::vector<double> diagonal_;  ///< of the matrix what is left, then of the factor

  std::vector<double> work_;         ///< the column at work, spread out
  std::vector<int> rows_;            ///< where work_ is not 0
  std::vector<std::size_t> cursor_;  ///< of each column: its first entry not yet used
  std::vector<int> waiting_;         ///< first of the columns whose cursor is at a row
  std::vector<int> next_waiting_;    ///< the one after a column
};

}  // namespace shm
