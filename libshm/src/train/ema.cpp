// SPDX-License-Identifier: MIT
// A moving average of weights.

#include "train/ema.hpp"

#include <algorithm>

#include "nn/state.hpp"

namespace shm {

Ema::Ema(const torch::nn::Module& module, double decay) : decay_(decay) {
  for (const auto& [name, value] : named_state(module)) {
    const torch::Tensor average = averages_[name] = value.detach().clone();
    const bool real = value.is_floating_point();
    (real ? sources_ : counts_).push_back(value.detach());
    (real ? targets_ : count_targets_).push_back(average);
  }
}

void Ema::update(std::int64_t step) {
  const torch::NoGradGuard no_gradient;
  const double kept = std::min(decay_, double(1 + step) / double(10 + step));
  at::_foreach_lerp_(targets_, sources_, 1 - kept);
  at::_foreach_copy_(count_targets_, counts_);
}

}  // namespace shm
