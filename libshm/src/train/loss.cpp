// SPDX-License-Identifier: MIT
// The loss of a batch.

#include "train/loss.hpp"

#include "nn/losses.hpp"
#include "train/autocast.hpp"
#include "train/loss_terms.hpp"

namespace shm {
namespace {

MattingOutput predict(MattingNetImpl& network, const SampleBatch& batch,
                      const TrainOptions& options) {
  const Autocast autocast(batch.image.device().type(), options.precision);
  if (options.phase == TrainPhase::pre_train_t_net)
    return {network.trimap(batch.image).to(torch::kFloat32), {}};
  const auto [logits, alpha] = network.forward(batch.image);
  return {logits.to(torch::kFloat32), alpha.to(torch::kFloat32)};
}

void add(torch::Tensor& total, double weight, const torch::Tensor& term) {
  total = total.defined() ? total + weight * term : weight * term;
}

}  // namespace

torch::Tensor BatchLoss::values() const {
  const torch::NoGradGuard no_gradient;
  std::vector<torch::Tensor> values;
  for (const auto& term : all_loss_terms<torch::Tensor>) {
    const torch::Tensor& value = this->*term.field;
    values.push_back(value.defined() ? value.detach() : torch::zeros_like(total));
  }
  return torch::stack(values);
}

BatchLoss loss_of(MattingNetImpl& network, const SampleBatch& batch, const TrainOptions& options) {
  const MattingOutput prediction = predict(network, batch, options);
  BatchLoss loss;
  loss.trimap = trimap_loss(prediction.logits, batch.labels, options.model.classes);
  if (options.phase == TrainPhase::pre_train_t_net) {
    loss.total = loss.trimap;
    return loss;
  }
  const LossWeights& weights = options.loss;
  loss.alpha = alpha_loss(prediction.alpha, batch.alpha);
  loss.composition = composition_loss(prediction.alpha, batch.alpha, batch.image);
  add(loss.total, weights.alpha, loss.alpha);
  add(loss.total, weights.composition, loss.composition);
  add(loss.total, weights.trimap, loss.trimap);
  if (weights.laplacian > 0) {
    loss.laplacian = laplacian_loss(prediction.alpha, batch.alpha);
    add(loss.total, weights.laplacian, loss.laplacian);
  }
  if (weights.gradient > 0) {
    loss.gradient = gradient_loss(prediction.alpha, batch.alpha);
    add(loss.total, weights.gradient, loss.gradient);
  }
  return loss;
}

LossTerms loss_terms(const torch::Tensor& values) {
  const torch::Tensor numbers = values.to(torch::kCPU, torch::kFloat64).contiguous();
  const auto* number = numbers.data_ptr<double>();
  LossTerms loss;
  for (const auto& term : all_loss_terms<double>)
    loss.*term.field = *number++;
  return loss;
}

}  // namespace shm
