// SPDX-License-Identifier: MIT
// Pictures of noise, the same at every run.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "matting/problem.hpp"

/// A picture of noise whose trimap is background.
inline shm::MattingProblem matting_noise(int width, int height) {
  std::mt19937 random(7);
  shm::MattingProblem problem{width, height, {}, {}, 2};
  const auto byte = [&] { return std::uint8_t(random() % 256); };
  for (int i = 0; i < width * height; ++i)
    problem.colors.push_back({byte(), byte(), byte()});
  problem.trimap.resize(problem.colors.size());
  return problem;
}

/// 0, 1, 2 ... times `scale`.
inline std::vector<double> scaled_steps(int steps, double scale) {
  std::vector<double> result;
  for (int i = 0; i < steps; ++i)
    result.push_back(i * scale);
  return result;
}
