// SPDX-License-Identifier: MIT
// Batch normalisation and activation as one module, by our kernels where that is quicker.
#pragma once

#include <torch/nn.h>

namespace shm {

/// Batch normalisation and the activation after it. Training on a CPU with channels-last tensors
/// runs both as one, through kernels/cpu/batch_norm.hpp; else they are LibTorch's.
///   input N x channels x H x W
class ActivatedBatchNormImpl : public torch::nn::BatchNorm2dImpl {
 public:
  /// `highest`: 6 for ReLU6, infinity for ReLU.
  ActivatedBatchNormImpl(int channels, double highest);
  torch::Tensor forward(const torch::Tensor& input);

 private:
  torch::Tensor fused(const torch::Tensor& x);

  double highest_;
};
TORCH_MODULE(ActivatedBatchNorm);

}  // namespace shm
