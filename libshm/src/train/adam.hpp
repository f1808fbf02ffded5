// SPDX-License-Identifier: MIT
// The optimiser.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "train/network.hpp"

namespace shm {

/// Adam with betas 0.9 and 0.999: weight decay is added to the gradient; AdamW: taken off the
/// weights. One fused kernel for all parameters of one learning rate.
/// Kingma and Ba, 2015; Loshchilov and Hutter, 2019.
class Adam {
 public:
  /// Learning rates of parameters whose names begin with `slow_prefix` are `slow_scale` times as
  /// high.
  Adam(const std::vector<NamedParameter>& parameters, OptimizerKind kind, double weight_decay,
       const std::string& slow_prefix, double slow_scale);

  /// Takes a step along the gradients there are.
  void step(double learning_rate);
  void zero_gradients();

  /// Every parameter's gradient that there is, with the parameter's name.
  std::vector<NamedParameter> gradients() const;

  /// The moments and step counts under names of their own, tied to the parameters' names.
  std::map<std::string, torch::Tensor> state() const;

 private:
  struct Group {
    double scale;
    std::vector<std::string> names;
    std::vector<torch::Tensor> parameters, first_moments, second_moments, steps;
  };

  void step(const Group& group, double learning_rate);

  OptimizerKind kind_;
  double weight_decay_;
  std::vector<Group> groups_;
};

}  // namespace shm
