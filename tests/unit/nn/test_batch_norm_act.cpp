// SPDX-License-Identifier: MIT
// Our batch normalisation against LibTorch's.
#include "nn/batch_norm_act.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "close.hpp"

namespace {

constexpr double least = 1e-3;  // gradients that normalisation cancels are 0 but for rounding
constexpr double infinity = std::numeric_limits<double>::infinity();

struct Case {
  int channels, height, width;
  double highest;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.channels << "x" << c.height << "x" << c.width << " up to " << c.highest;
}

/// A step of training of both: the fused kernel, and LibTorch's modules in double.
class ActivatedBatchNorm : public testing::TestWithParam<Case> {
 protected:
  ActivatedBatchNorm() {
    torch::manual_seed(1);
    const torch::NoGradGuard no_gradient;
    here_->weight.uniform_(0.5, 2);
    here_->bias.uniform_(-1, 3);
    exact_->weight.copy_(here_->weight);
    exact_->bias.copy_(here_->bias);
    exact_->to(torch::kFloat64);
  }

  torch::Tensor exact(const torch::Tensor& x) { return exact_->forward(x).clamp(0, highest_); }

  void compare(torch::ScalarType dtype, double tolerance) {
    const torch::Tensor x =
        (torch::randn(shape_) * 3 + 5).to(dtype).contiguous(torch::MemoryFormat::ChannelsLast);
    const torch::Tensor mine = x.clone().requires_grad_();
    const torch::Tensor theirs = x.to(torch::kFloat64).requires_grad_();
    const torch::Tensor output = here_->forward(mine);
    const torch::Tensor expected = exact(theirs);
    const torch::Tensor gradient = torch::randn(shape_).to(dtype);
    output.backward(gradient);
    expected.backward(gradient.to(torch::kFloat64));
    expect_close(output, expected, tolerance, least);
    expect_close(mine.grad(), theirs.grad(), tolerance, least);
    expect_close(here_->weight.grad(), exact_->weight.grad(), tolerance, least);
    expect_close(here_->bias.grad(), exact_->bias.grad(), tolerance, least);
    expect_close(here_->running_mean, exact_->running_mean, 1e-5, least);
    expect_close(here_->running_var, exact_->running_var, 1e-5, least);
  }

  const int channels_ = GetParam().channels;
  const double highest_ = GetParam().highest;
  const std::vector<std::int64_t> shape_{3, channels_, GetParam().height, GetParam().width};
  shm::ActivatedBatchNorm here_{channels_, highest_};
  torch::nn::BatchNorm2d exact_{channels_};
};

}  // namespace

TEST_P(ActivatedBatchNorm, EqualsLibTorchsInFp32) {
  compare(torch::kFloat32, 2e-5);
}

TEST_P(ActivatedBatchNorm, EqualsLibTorchsInBf16) {
  compare(torch::kBFloat16, 0.02);
}

TEST_P(ActivatedBatchNorm, UsesItsStatisticsInEvaluation) {
  here_->eval();
  exact_->eval();
  const torch::Tensor x = torch::randn(shape_) * 3 + 2;
  expect_close(here_->forward(x), exact(x.to(torch::kFloat64)), 1e-5, least);
}

TEST_P(ActivatedBatchNorm, IsTheSameForAnyNumberOfThreads) {
  const torch::Tensor x = torch::randn(shape_).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto gradients = [&](int threads) {
    at::set_num_threads(threads);
    const torch::Tensor input = x.clone().requires_grad_();
    here_->zero_grad();
    here_->forward(input).square().sum().backward();
    return std::pair(input.grad().clone(), here_->weight.grad().clone());
  };
  const int threads = at::get_num_threads();
  const auto [of_input, of_weight] = gradients(1);
  const auto [of_input_by_three, of_weight_by_three] = gradients(3);
  at::set_num_threads(threads);
  EXPECT_TRUE(torch::equal(of_input, of_input_by_three));
  EXPECT_TRUE(torch::equal(of_weight, of_weight_by_three));
}

INSTANTIATE_TEST_SUITE_P(Shapes, ActivatedBatchNorm,
                         testing::Values(Case{16, 32, 32, 6}, Case{32, 9, 7, infinity},
                                         Case{144, 5, 9, 6}, Case{33, 5, 3, 6},
                                         Case{7, 4, 4, infinity}));
