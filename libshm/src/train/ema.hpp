// SPDX-License-Identifier: MIT
// A moving average of weights.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <torch/nn.h>

namespace shm {

/// Moving average of a module's weights and batch-norm statistics; counts are copied. In the first
/// steps it forgets faster: step n keeps min(decay, (1 + n) / (10 + n)) of what was.
class Ema {
 public:
  Ema(const torch::nn::Module& module, double decay);

  void update(std::int64_t step);
  /// The averages under the names of what they are averages of.
  const std::map<std::string, torch::Tensor>& state() const { return averages_; }

 private:
  double decay_;
  std::map<std::string, torch::Tensor> averages_;
  std::vector<torch::Tensor> sources_, targets_, counts_, count_targets_;
};

}  // namespace shm
