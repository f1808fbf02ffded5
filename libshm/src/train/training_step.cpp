// SPDX-License-Identifier: MIT
// One step: losses, gradients, their checks, new weights.

#include "train/training_step.hpp"

#include <algorithm>
#include <cmath>

#include "train/loss_terms.hpp"

namespace shm {
namespace {

constexpr double first_scale = 65536;
constexpr int steps_to_double = 2000;

std::vector<torch::Tensor> values_of(const std::vector<NamedParameter>& parameters) {
  std::vector<torch::Tensor> values;
  values.reserve(parameters.size());
  for (const NamedParameter& parameter : parameters)
    values.push_back(parameter.value);
  return values;
}

double norm_of(const std::vector<torch::Tensor>& tensors) {
  return torch::stack(at::_foreach_norm(tensors)).norm().item<double>();
}

std::string first_not_finite(const std::vector<NamedParameter>& gradients) {
  for (const auto& [name, gradient] : gradients)
    if (!torch::isfinite(gradient).all().item<bool>()) return "the gradient of " + name;
  return "the norm of the gradient";
}

std::string first_not_finite(const LossTerms& loss) {
  for (const auto& term : all_loss_terms<double>)
    if (term.field != &LossTerms::total && !std::isfinite(loss.*term.field))
      return std::string("the loss of ") + term.name;
  return std::isfinite(loss.total) ? "" : "the loss";
}

}  // namespace

LossScale::LossScale(Precision precision, double& value)
    : on_(precision == Precision::fp16), value_(value) {
  if (!on_) value_ = 1;
  if (value_ <= 0) value_ = first_scale;
}

void LossScale::update(bool finite) {
  if (!on_) return;
  good_steps_ = finite ? good_steps_ + 1 : 0;
  if (!finite) value_ = std::max(1.0, value_ / 2);
  if (good_steps_ < steps_to_double) return;
  value_ *= 2;
  good_steps_ = 0;
}

TrainingStep::TrainingStep(MattingNetImpl& network, Adam& optimizer, ProcessGroup& processes,
                           const TrainOptions& options, const torch::Device& device,
                           LossScale scale)
    : network_(network),
      optimizer_(optimizer),
      processes_(processes),
      options_(options),
      device_(device),
      scale_(scale),
      buffers_(network.buffers()) {
  for (const torch::Tensor& buffer : buffers_)
    buffers_before_.push_back(buffer.clone());
}

StepResult TrainingStep::take(Batches& batches, double learning_rate, bool stop) {
  at::_foreach_copy_(buffers_before_, buffers_);
  optimizer_.zero_gradients();
  torch::Tensor loss = backward(batches);
  torch::Tensor stops = torch::full({1}, stop ? 1 : 0, loss.options());
  average(loss, stops);
  StepResult result{loss_terms(loss), unscale_and_check(loss), stops.item<double>() > 0};
  scale_.update(result.not_finite.empty());
  if (result.not_finite.empty())
    optimizer_.step(learning_rate);
  else
    restore_buffers();
  return result;
}

void TrainingStep::restore_buffers() {
  at::_foreach_copy_(buffers_, buffers_before_);
}

torch::Tensor TrainingStep::backward(Batches& batches) {
  torch::Tensor sum;
  for (int i = 0; i < options_.accumulate; ++i) {
    const SampleBatch batch = batches.next().to(device_);
    const BatchLoss loss = loss_of(network_, batch, options_);
    (loss.total * (scale_.value() / options_.accumulate)).backward();
    const torch::Tensor values = loss.values() / options_.accumulate;
    sum = sum.defined() ? sum + values : values;
  }
  return sum;
}

void TrainingStep::average(torch::Tensor& loss, torch::Tensor& stop) {
  std::vector<torch::Tensor> all = values_of(optimizer_.gradients());
  all.push_back(loss);
  all.push_back(stop);
  processes_.average(all);
}

std::string TrainingStep::unscale_and_check(const torch::Tensor& loss) {
  std::string bad_loss = first_not_finite(loss_terms(loss));
  if (!bad_loss.empty()) return bad_loss;
  const torch::NoGradGuard no_gradient;
  const std::vector<NamedParameter> named = optimizer_.gradients();
  std::vector<torch::Tensor> gradients = values_of(named);
  if (scale_.value() != 1) at::_foreach_div_(gradients, scale_.value());
  const double norm = norm_of(gradients);
  if (!std::isfinite(norm)) return first_not_finite(named);
  if (options_.clip_grad > 0 && norm > options_.clip_grad)
    at::_foreach_mul_(gradients, options_.clip_grad / norm);
  return {};
}

}  // namespace shm
