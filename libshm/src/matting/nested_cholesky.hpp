#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <vector>

namespace shm {

/// Cholesky factor of a symmetric positive definite matrix whose rows are places on a grid, linked
/// to none farther than `reach` rows or columns away.
///
/// Nested dissection (George, 1973): a strip of places, `reach` wide, parts the others in two
/// halves that do not see each other; each is dissected in turn, and the strip is eliminated after
/// both. Strips are eliminated as dense blocks (multifrontal, Duff and Reid, 1983), the halves at
/// the same time. All in single precision: a preconditioner that leaves a few iterations,
/// whatever the size of the grid.
class NestedCholesky {
 public:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
  using Vector = Eigen::VectorXd;
  struct Place {
    int x, y;
  };

  /// `places` has one for every row of the matrix.
  NestedCholesky(const Matrix& matrix, const std::vector<Place>& places, int reach, int threads);
  Vector solve(const Vector& right_side) const;

 private:
  /// Rows that are eliminated together: a strip, or what is too little to be parted.
  struct Block {
    int begin = 0, end = 0;           ///< positions in the order of elimination
    std::vector<std::size_t> halves;  ///< blocks that it parts
    std::vector<int> border = {};     ///< later positions that its elimination links, ascending
    Eigen::MatrixXf columns = {};     ///< of the factor: rows of the block, then of the border

    int size() const { return end - begin; }
    int local(int position) const;
    std::vector<int> locals(const std::vector<int>& positions) const;
  };
  class Dissection;
  class Elimination;

  Eigen::MatrixXf factorize(const Matrix& matrix, Block& block,
                            const std::vector<Eigen::MatrixXf>& updates) const;
  static void add_to_border(Block& block, const std::vector<int>& positions);
  void find_border(const Matrix& matrix, Block& block) const;
  Eigen::MatrixXf front_of(const Matrix& matrix, const Block& block) const;
  void solve_forward(const Block& block, Vector& values) const;
  void solve_backward(const Block& block, Vector& values) const;
  static Vector gather(const Vector& values, const Block& block);
  static void scatter(const Vector& local, const Block& block, Vector& values);

  std::vector<int> order_;     ///< row of the matrix at each position
  std::vector<int> position_;  ///< its inverse
  std::vector<Block> blocks_;  ///< halves before what parts them
};

}  // namespace shm
