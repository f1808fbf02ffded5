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

/// The ReLU or ReLU6 after an ActivatedBatchNorm, which has done its work: it keeps the place that
/// the network's description and the numbers in its state's names give it.
template <typename Activation>
class DoneImpl : public Activation {
 public:
  torch::Tensor forward(const torch::Tensor& input) { return input; }
};
using ReluDoneImpl = DoneImpl<torch::nn::ReLUImpl>;
using Relu6DoneImpl = DoneImpl<torch::nn::ReLU6Impl>;
TORCH_MODULE(ReluDone);
TORCH_MODULE(Relu6Done);

}  // namespace shm
