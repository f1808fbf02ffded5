// SPDX-License-Identifier: MIT
// Losses against the definitions that they come from.
#include "nn/losses.hpp"

#include <gtest/gtest.h>

#include <torch/torch.h>

namespace shm {
namespace {

namespace F = torch::nn::functional;

/// Level by level as Burt and Adelson have it, smoothed by one convolution.
torch::Tensor pyramid_loss(torch::Tensor difference) {
  const auto row = torch::tensor({1.0, 4.0, 6.0, 4.0, 1.0}) / 16;
  const torch::Tensor kernel = row.outer(row).view({1, 1, 5, 5});
  torch::Tensor loss = torch::zeros({}, torch::kFloat64);
  for (int level = 0; level < 5; ++level) {
    const auto padded = F::pad(difference, F::PadFuncOptions({2, 2, 2, 2}).mode(torch::kReflect));
    const auto smaller = torch::avg_pool2d(F::conv2d(padded, kernel.to(torch::kFloat64)), 2);
    const auto large =
        torch::upsample_bilinear2d(smaller, {difference.size(2), difference.size(3)}, false);
    loss = loss + std::pow(2, level) * (difference - large).abs().mean();
    difference = smaller;
  }
  return loss;
}

TEST(LaplacianLoss, IsThatOfThePyramidByABinomialKernel) {
  torch::manual_seed(1);
  const auto alpha = torch::rand({2, 1, 64, 96}, torch::kFloat64);
  const auto truth = torch::rand({2, 1, 64, 96}, torch::kFloat64);
  EXPECT_NEAR(laplacian_loss(alpha, truth).item<double>(),
              pyramid_loss(alpha - truth).item<double>(), 1e-6);
  EXPECT_EQ(laplacian_loss(alpha, alpha).item<double>(), 0);
}

}  // namespace
}  // namespace shm
