#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "matting/huge_pages.hpp"
#include "shm/alpha_matting.hpp"

namespace shm {

/// Picture and trimap as the methods take them: rows one after another, no padding.
struct MattingProblem {
  int width = 0;
  int height = 0;
  std::vector<std::array<std::uint8_t, 3>> colours;  ///< red, green, blue
  std::vector<std::uint8_t> trimap;                  ///< trimap_background, _unknown or _foreground
  int threads = 1;

  std::size_t size() const { return trimap.size(); }
};

struct MattingSolution {
  LargeVector<float> alpha;  ///< a pixel each, not clipped
  int iterations = 0;
};

/// One method, one file. The trimap holds all three values.
MattingSolution knn_alpha(const MattingProblem& problem, double known_weight);
MattingSolution knn2_alpha(const MattingProblem& problem, double known_weight);
MattingSolution closed_form_alpha(const MattingProblem& problem, double epsilon);

}  // namespace shm
