// SPDX-License-Identifier: MIT
// Probabilities against a softmax in double, and what is sure without one.
#include "kernels/cpu/trimap_softmax.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "shm/model.hpp"

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

TEST(TrimapSoftmax, SoftmaxIsThatOfAnyLogits) {
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

TEST(TrimapSoftmax, WhatIsFarAheadOfBothOthersIsSure) {
  const Three logits = {300, 150, 0};
  std::vector<float> cells;
  for (int cell = 0; cell < 4; ++cell)
    cells.insert(cells.end(), logits.begin(), logits.end());
  std::array<float, 64> unknown{}, foreground{};
  const shm::Picture picture{8, 8, nullptr};
  for (const char* order : {"bg,unsure,fg", "unsure,fg,bg", "fg,bg,unsure"}) {
    const auto classes = shm::parse_classes(order);
    shm::upsampled_softmax(cells.data(), classes, picture, {0, 0, 8, 8}, unknown.data(),
                           foreground.data());
    for (std::size_t pixel = 0; pixel < 64; ++pixel) {
      EXPECT_NEAR(unknown[pixel], classes.unknown == 0 ? 1 : 0, 1e-30) << order;
      EXPECT_NEAR(foreground[pixel], classes.foreground == 0 ? 1 : 0, 1e-30) << order;
    }
  }
}

namespace {

constexpr shm::ClassOrder order;
constexpr shm::Picture picture{8, 12, nullptr};
constexpr shm::Window everything{0, 0, 8, 12};

/// T-Net's answer of a picture: another cell every four pixels.
std::vector<float> coarse_logits(float background, float unknown, float foreground) {
  std::vector<float> cells;
  for (int cell = 0; cell < 6; ++cell)
    cells.insert(cells.end(), {background, unknown, foreground + 0.1F * float(cell)});
  return cells;
}

}  // namespace

TEST(TrimapSoftmax, WhatIsHardlyUnknownGoesToBothOthersByTheirShares) {
  const std::vector<float> cells = coarse_logits(1, -2, 0.5F);
  std::array<float, 96> unknown{}, foreground{}, share{};
  shm::upsampled_softmax(cells.data(), order, picture, everything, unknown.data(),
                         foreground.data());
  shm::two_class_softmax(cells.data(), order, picture, everything, share.data());
  for (std::size_t i = 0; i < share.size(); ++i)
    EXPECT_NEAR(share[i], foreground[i] / (1 - unknown[i]), 1e-6);
}

TEST(TrimapSoftmax, OnlyThePartIsWritten) {
  const std::vector<float> cells = coarse_logits(1, 2, 3);
  std::array<float, 96> whole{}, part{}, unknown{};
  shm::upsampled_softmax(cells.data(), order, picture, everything, unknown.data(), whole.data());
  shm::upsampled_softmax(cells.data(), order, picture, {4, 4, 4, 8}, unknown.data(), part.data());
  for (std::size_t i = 0; i < part.size(); ++i)
    EXPECT_EQ(part[i], i / 12 >= 4 && i % 12 >= 4 ? whole[i] : 0);
}

TEST(TrimapSoftmax, PartIsConfidentWhereAllCellsAreSureOfTheSame) {
  const auto confident = [](std::vector<Three> cells) {
    return shm::all_confident(cells.front().data(), order, picture, {0, 0, 8, 4}, 0.9F);
  };
  const Three room = {0.95F, 0.05F, 0}, person = {0.05F, 0, 0.95F}, neither = {0.5F, 0.5F, 0};
  EXPECT_TRUE(confident({room, room, neither, room, room, neither}));
  EXPECT_TRUE(confident({person, person, neither, person, person, neither}));
  EXPECT_FALSE(confident({room, person, room, room, room, room}));
  EXPECT_FALSE(confident({neither, neither, room, neither, neither, room}));
}

TEST(TrimapSoftmax, FusionTakesDetailWhereTheTrimapIsUnknown) {
  const Three person = {0, 0.25F, 0.75F};
  const float detail = 0.5F;
  float alpha = 0;
  shm::fuse(person.data(), order, &detail, &alpha, 1);
  EXPECT_FLOAT_EQ(alpha, 0.75F + 0.25F * 0.5F);
}
