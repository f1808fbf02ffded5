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

/// Binomial 5 x 5, of sum 1.
torch::Tensor smoothing_kernel(const torch::Tensor& like) {
  const auto row = torch::tensor({1, 4, 6, 4, 1}, like.options()) / 16;
  return row.outer(row).view({1, 1, 5, 5});
}

torch::Tensor smooth(const torch::Tensor& x, const torch::Tensor& kernel) {
  return F::conv2d(F::pad(x, F::PadFuncOptions({2, 2, 2, 2}).mode(torch::kReflect)), kernel);
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
  const torch::Tensor kernel = smoothing_kernel(difference);
  torch::Tensor loss = torch::zeros({}, difference.options());
  for (int level = 0; level < pyramid_levels; ++level) {
    const auto smaller = F::avg_pool2d(smooth(difference, kernel), F::AvgPool2dFuncOptions(2));
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
