// SPDX-License-Identifier: MIT
// What training makes small: losses of trimaps and alphas.
#include "nn/losses.hpp"

#include <torch/nn/functional.h>

namespace shm {
namespace {

namespace F = torch::nn::functional;

constexpr double epsilon = 1e-6;
constexpr int pyramid_levels = 5;

torch::Tensor mean_length(const torch::Tensor& difference) {
  return (difference.square() + epsilon).sqrt().mean();
}

/// By the binomial 5 x 5, of sum 1: means of 2 x 2 pixels, four times over. A convolution of one
/// channel takes far longer.
torch::Tensor smooth(const torch::Tensor& x) {
  torch::Tensor smoother = F::pad(x, F::PadFuncOptions({2, 2, 2, 2}).mode(torch::kReflect));
  for (int i = 0; i < 4; ++i)
    smoother = F::avg_pool2d(smoother, F::AvgPool2dFuncOptions(2).stride(1));
  return smoother;
}

torch::Tensor enlarged(const torch::Tensor& x, const torch::Tensor& like) {
  return F::interpolate(x, F::InterpolateFuncOptions()
                               .size(std::vector<std::int64_t>{like.size(2), like.size(3)})
                               .mode(torch::kBilinear)
                               .align_corners(false));
}

}  // namespace

torch::Tensor trimap_loss(const torch::Tensor& logits, const torch::Tensor& labels,
                          const ClassOrder& order) {
  if (order == ClassOrder{}) return F::cross_entropy(logits, labels);
  const auto channel_of_class =
      torch::tensor({order.background, order.unknown, order.foreground}, labels.options());
  return F::cross_entropy(logits,
                          channel_of_class.index_select(0, labels.flatten()).view_as(labels));
}

torch::Tensor alpha_loss(const torch::Tensor& alpha, const torch::Tensor& truth) {
  return mean_length(alpha - truth);
}

torch::Tensor composition_loss(const torch::Tensor& alpha, const torch::Tensor& truth,
                               const torch::Tensor& image) {
  return mean_length((truth - alpha) * image);
}

torch::Tensor laplacian_loss(const torch::Tensor& alpha, const torch::Tensor& truth) {
  torch::Tensor difference = alpha - truth;
  torch::Tensor loss = torch::zeros({}, difference.options());
  for (int level = 0; level < pyramid_levels; ++level) {
    const auto smaller = F::avg_pool2d(smooth(difference), F::AvgPool2dFuncOptions(2));
    loss = loss + std::pow(2.0, level) * (difference - enlarged(smaller, difference)).abs().mean();
    difference = smaller;
  }
  return loss;
}

torch::Tensor gradient_loss(const torch::Tensor& alpha, const torch::Tensor& truth) {
  const torch::Tensor difference = alpha - truth;
  return difference.diff(1, 3).abs().mean() + difference.diff(1, 2).abs().mean();
}

}  // namespace shm
