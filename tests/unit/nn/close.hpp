// SPDX-License-Identifier: MIT
// How near our kernels' tensors come to LibTorch's in double.
#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

/// No value is off by more than `tolerance` of the largest expected, which counts as `least` or
/// more.
inline void expect_close(const torch::Tensor& value, const torch::Tensor& expected,
                         double tolerance, double least = 0) {
  ASSERT_EQ(value.sizes(), expected.sizes());
  const double worst = (value.to(torch::kFloat64) - expected).abs().max().item<double>();
  EXPECT_LE(worst, tolerance * (expected.abs().max().item<double>() + least));
}
