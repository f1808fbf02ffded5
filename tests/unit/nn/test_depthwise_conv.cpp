// SPDX-License-Identifier: MIT
// Our depthwise convolution against LibTorch's.
#include "nn/depthwise_conv.hpp"

#include <gtest/gtest.h>

#include "close.hpp"

namespace {

struct Case {
  int channels, height, width, stride;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.channels << "x" << c.height << "x" << c.width << " stride " << c.stride;
}

/// Forward and backward of both: the kernel's, and LibTorch's in double.
class DepthwiseConv : public testing::TestWithParam<Case> {
 protected:
  void compare(torch::ScalarType dtype, double tolerance) {
    torch::manual_seed(1);
    const auto [channels, height, width, stride] = GetParam();
    shm::DepthwiseConv conv(channels, stride);
    torch::nn::Conv2d exact(torch::nn::Conv2dOptions(channels, channels, 3)
                                .stride(stride)
                                .padding(1)
                                .groups(channels)
                                .bias(false));
    const torch::Tensor x = torch::randn({3, channels, height, width})
                                .to(dtype)
                                .contiguous(torch::MemoryFormat::ChannelsLast);
    {
      const torch::NoGradGuard no_gradient;
      exact->weight.copy_(conv->weight);
    }
    exact->to(torch::kFloat64);
    const torch::Tensor here = x.clone().requires_grad_();
    const torch::Tensor there = x.to(torch::kFloat64).requires_grad_();
    const torch::Tensor output = conv->forward(here);
    const torch::Tensor expected = exact->forward(there);
    const torch::Tensor gradient = torch::randn_like(expected).to(dtype);
    output.backward(gradient);
    expected.backward(gradient.to(torch::kFloat64));
    expect_close(output, expected, tolerance);
    expect_close(here.grad(), there.grad(), tolerance);
    expect_close(conv->weight.grad(), exact->weight.grad(), tolerance);
  }
};

}  // namespace

TEST_P(DepthwiseConv, EqualsLibTorchsInFp32) {
  compare(torch::kFloat32, 1e-5);
}

TEST_P(DepthwiseConv, EqualsLibTorchsInBf16) {
  compare(torch::kBFloat16, 0.02);
}

TEST_P(DepthwiseConv, IsTheSameForAnyNumberOfThreads) {
  const auto [channels, height, width, stride] = GetParam();
  shm::DepthwiseConv conv(channels, stride);
  const torch::Tensor x =
      torch::randn({2, channels, height, width}).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto gradient = [&](int threads) {
    at::set_num_threads(threads);
    conv->weight.mutable_grad().reset();
    conv->forward(x).sum().backward();
    return conv->weight.grad().clone();
  };
  const int threads = at::get_num_threads();
  EXPECT_TRUE(torch::equal(gradient(1), gradient(3)));
  at::set_num_threads(threads);
}

INSTANTIATE_TEST_SUITE_P(Shapes, DepthwiseConv,
                         testing::Values(Case{32, 16, 16, 1}, Case{96, 16, 24, 2},
                                         Case{33, 7, 5, 1}, Case{17, 9, 6, 2}, Case{16, 1, 2, 2},
                                         Case{144, 5, 9, 2}, Case{8, 1, 3, 1}, Case{8, 6, 1, 2}));
