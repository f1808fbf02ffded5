#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <vector>

#include "matting/dense_lower.hpp"
#include "matting/dissection.hpp"
#include "matting/zeroed_matrix.hpp"

namespace shm {

/// Cholesky factor of a symmetric positive definite matrix whose rows are places on a grid, linked
/// to none farther than `reach` rows or columns away.
///
/// Strips of a nested dissection are eliminated as dense blocks (multifrontal, Duff and Reid,
/// 1983), those of parts that do not see each other at the same time. All in single precision: a
/// preconditioner that leaves a few iterations, whatever the size of the grid.
class NestedCholesky {
 public:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
  using Vector = Eigen::VectorXd;

  /// `places` has one for every row of the matrix.
  NestedCholesky(const Matrix& matrix, const std::vector<Place>& places, int reach, int threads);
  Vector solve(const Vector& right_side) const;

 private:
  struct Block : DissectedBlock {
    std::vector<int> border = {};  ///< later positions that its elimination links, ascending
    ZeroedMatrix columns = {};     ///< of the factor: rows of the block, then of the border
    ZeroedMatrix update = {};      ///< lower half of what is to be added among its border

    int rows() const { return size() + int(border.size()); }
    int local(int position) const;
    std::vector<int> locals(const std::vector<int>& positions) const;
  };

  struct Changes;

  void split_work();
  template <typename Blocks>
  static auto part(Blocks& blocks, std::size_t root);
  int rows_of_part(std::size_t root) const;

  void eliminate(const Matrix& matrix, Block& block, int threads);
  void find_border(const Matrix& matrix, Block& block) const;
  void add_entries(const Matrix& matrix, Block& block) const;
  static void add_to_border(Block& block, const std::vector<int>& positions);
  static void add_update(const Block& half, Block& block, int threads);

  void solve_forward(Vector& values) const;
  void solve_backward(Vector& values) const;
  static void solve_forward(const Block& block, Vector& values, Changes& changes);
  static void solve_backward(const Block& block, Vector& values);

  int threads_;
  std::vector<int> order_;          ///< row of the matrix at each position
  std::vector<int> position_;       ///< its inverse
  std::vector<Block> blocks_;       ///< halves before what parts them
  std::vector<std::size_t> parts_;  ///< blocks that, with all below them, do not see each other
  std::vector<std::size_t> above_;  ///< blocks that part these
};

}  // namespace shm
