// SPDX-License-Identifier: MIT
// The optimiser.

#include "train/adam.hpp"

#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>

namespace shm {
namespace {

constexpr double beta1 = 0.9;
constexpr double beta2 = 0.999;
constexpr double epsilon = 1e-8;

}  // namespace

Adam::Adam(const std::vector<NamedParameter>& parameters, OptimizerKind kind, double weight_decay,
           const std::string& slow_prefix, double slow_scale)
    : kind_(kind),
      weight_decay_(weight_decay),
      groups_{{1, {}, {}, {}, {}, {}}, {slow_scale, {}, {}, {}, {}, {}}} {
  for (const auto& [name, value] : parameters) {
    Group& group = groups_.at(name.starts_with(slow_prefix) ? 1 : 0);
    group.names.push_back(name);
    group.parameters.push_back(value);
    group.first_moments.push_back(torch::zeros_like(value));
    group.second_moments.push_back(torch::zeros_like(value));
    group.steps.push_back(torch::zeros({}, value.options()));
  }
}

void Adam::step(double learning_rate) {
  const torch::NoGradGuard no_gradient;
  for (const Group& group : groups_)
    step(group, learning_rate * group.scale);
}

void Adam::step(const Group& group, double learning_rate) {
  std::vector<torch::Tensor> parameters, gradients, first, second, steps;
  for (std::size_t i = 0; i < group.parameters.size(); ++i) {
    if (!group.parameters[i].grad().defined()) continue;
    parameters.push_back(group.parameters[i]);
    gradients.push_back(group.parameters[i].grad());
    first.push_back(group.first_moments[i]);
    second.push_back(group.second_moments[i]);
    steps.push_back(group.steps[i]);
  }
  if (parameters.empty()) return;
  at::_foreach_add_(steps, 1);
  if (kind_ == OptimizerKind::adam)
    at::_fused_adam_(parameters, gradients, first, second, {}, steps, learning_rate, beta1, beta2,
                     weight_decay_, epsilon, false, false);
  else
    at::_fused_adamw_(parameters, gradients, first, second, {}, steps, learning_rate, beta1, beta2,
                      weight_decay_, epsilon, false, false);
}

void Adam::zero_gradients() {
  for (Group& group : groups_)
    for (torch::Tensor& parameter : group.parameters)
      parameter.mutable_grad().reset();
}

std::vector<NamedParameter> Adam::gradients() const {
  std::vector<NamedParameter> gradients;
  for (const Group& group : groups_)
    for (std::size_t i = 0; i < group.names.size(); ++i)
      if (group.parameters[i].grad().defined())
        gradients.push_back({group.names[i], group.parameters[i].grad()});
  return gradients;
}

std::map<std::string, torch::Tensor> Adam::state() const {
  std::map<std::string, torch::Tensor> state;
  for (const Group& group : groups_)
    for (std::size_t i = 0; i < group.names.size(); ++i) {
      state["adam.first_moment." + group.names[i]] = group.first_moments[i];
      state["adam.second_moment." + group.names[i]] = group.second_moments[i];
      state["adam.step." + group.names[i]] = group.steps[i];
    }
  return state;
}

}  // namespace shm
