#include "kernels/cpu/live.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace {

using Three = std::array<float, 3>;

Three exactly(const Three& logits) {
  const double highest = *std::max_element(logits.begin(), logits.end());
  std::array<double, 3> powers{};
  double sum = 0;
  for (std::size_t c = 0; c < 3; ++c)
    sum += powers[c] = std::exp(double(logits[c]) - highest);
  return {float(powers[0] / sum), float(powers[1] / sum), float(powers[2] / sum)};
}

void expect_exact(const Three& logits, const float* shares) {
  const Three truth = exactly(logits);
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(shares[c], truth[c], 1e-6)
        << "class " << c << " of " << logits[0] << ", " << logits[1] << ", " << logits[2];
}

}  // namespace

TEST(LiveKernels, SoftmaxIsThatOfAnyLogits) {
  std::mt19937 random(7);
  for (const float scale : {1.0F, 20.0F, 1000.0F}) {
    std::uniform_real_distribution<float> logit(-scale, scale);
    for (int i = 0; i < 200; ++i) {
      const Three logits = {logit(random), logit(random), logit(random)};
      Three shares{};
      shm::softmax(logits.data(), shares.data(), 1);
      expect_exact(logits, shares.data());
    }
  }
}

TEST(LiveKernels, WhatIsFarAheadOfBothOthersIsSure) {
  const Three logits = {300, 150, 0};
  std::vector<float> cells;
  for (int cell = 0; cell < 4; ++cell)
    cells.insert(cells.end(), logits.begin(), logits.end());
  std::vector<float> planes(3 * 64);
  shm::spread(cells.data(), 8, 8, planes.data(), {0, 8});
  for (std::size_t pixel = 0; pixel < 64; ++pixel) {
    const Three shares = {planes[pixel], planes[64 + pixel], planes[128 + pixel]};
    expect_exact(logits, shares.data());
  }
}
