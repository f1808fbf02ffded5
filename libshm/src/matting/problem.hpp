// SPDX-License-Identifier: MIT
// What methods of alpha matting take and give.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/huge_pages.hpp"
#include "base/parallel.hpp"
#include "shm/alpha_matting.hpp"
#include "shm/trimap.hpp"

namespace shm {

/// Picture and trimap as the methods take them: rows one after another, no padding.
struct MattingProblem {
  int width = 0;
  int height = 0;
  std::vector<std::array<std::uint8_t, 3>> colors;  ///< red, green, blue
  std::vector<std::uint8_t> trimap;                 ///< trimap_background, _unknown or _foreground
  int threads = 1;

  std::size_t size() const { return trimap.size(); }
};

struct MattingSolution {
  LargeVector<float> alpha;  ///< a pixel each, not clipped
  int iterations = 0;
};

/// Rows' values where a pixel has a row, the trimap's where its number is below 0.
template <typename Numbers, typename Values>
MattingSolution solution_of(const MattingProblem& problem, const Numbers& row_of_pixel,
                            const Values& values, int iterations) {
  MattingSolution solution{LargeVector<float>(problem.size()), iterations};
  each_in_parallel(problem.size(), problem.threads, [&](std::size_t pixel) {
    solution.alpha[pixel] = row_of_pixel[pixel] >= 0 ? float(values[row_of_pixel[pixel]])
                            : problem.trimap[pixel] == trimap_foreground ? 1.F
                                                                         : 0.F;
  });
  return solution;
}

/// One method, one file. The trimap holds all three values.
MattingSolution knn_alpha(const MattingProblem& problem, double known_weight);
MattingSolution knn2_alpha(const MattingProblem& problem, double known_weight);
MattingSolution closed_form_alpha(const MattingProblem& problem, double epsilon);

}  // namespace shm
