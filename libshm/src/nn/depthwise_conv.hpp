// SPDX-License-Identifier: MIT
// Depthwise convolution as a module, by our kernels where that is quicker.
#pragma once

#include <torch/nn.h>

namespace shm {

/// A depthwise convolution 3x3 with padding 1, stride 1 or 2 and without bias. Training on a CPU
/// with channels-last tensors runs through kernels/cpu/depthwise.hpp; else it is LibTorch's.
///   input N x channels x H x W
class DepthwiseConvImpl : public torch::nn::Conv2dImpl {
 public:
  DepthwiseConvImpl(int channels, int stride);
  torch::Tensor forward(const torch::Tensor& input);
};
TORCH_MODULE(DepthwiseConv);

}  // namespace shm
