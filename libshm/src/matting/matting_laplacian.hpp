// SPDX-License-Identifier: MIT
// The matting Laplacian of Levin et al., its unknown rows.
#pragma once

#include <Eigen/SparseCore>
#include <vector>

#include "base/huge_pages.hpp"
#include "matting/problem.hpp"
#include "solver/nested_dissection.hpp"

namespace shm {

/// How far apart two pixels can be that the Laplacian links: those of one 3x3 window.
inline constexpr int laplacian_reach = 2;

/// The equations of the unknown pixels; known ones have gone to the right side.
struct LaplacianSystem {
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;

  Matrix matrix;  ///< its upper half: it is symmetric
  Eigen::VectorXd right_side;
};

/// Row by row.
std::vector<GridPoint> unknown_points(const MattingProblem& problem);

/// Each pixel's row in the system, in the order of `unknown`; below 0 where it has none.
LargeVector<int> rows_of_pixels(const MattingProblem& problem,
                                const std::vector<GridPoint>& unknown);

/// The matting Laplacian (Levin et al. 2008) sums, over the windows k that hold both i and j,
///   [i = j] - (1 + (I_i - mean_k)^T (cov_k + epsilon / 9 I)^-1 (I_j - mean_k)) / 9.
LaplacianSystem laplacian_system(const MattingProblem& problem,
                                 const std::vector<GridPoint>& unknown,
                                 const LargeVector<int>& rows, double epsilon);

}  // namespace shm
