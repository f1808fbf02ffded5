// SPDX-License-Identifier: MIT
// An architecture as modules that learn.
#pragma once

#include <vector>

#include <torch/nn.h>

#include "model/architecture.hpp"
#include "nn/forward.hpp"
#include "shm/classes.hpp"

namespace shm {

/// T-Net, M-Net and their fusion, with random weights; parameters and buffers have the names that
/// the architecture's layers have. Training on a CPU with channels-last tensors runs batch
/// normalisations with what follows them, and depthwise convolutions, through kernels/cpu.
class MattingNetImpl : public torch::nn::Module {
 public:
  explicit MattingNetImpl(Architecture architecture, const ClassOrder& classes = {});

  /// `input`: N x 3 x H x W, normalised, sides multiples of the architecture's least.
  MattingOutput forward(const torch::Tensor& input);
  /// The logits alone.
  torch::Tensor trimap(const torch::Tensor& input);

  const Architecture& architecture() const { return architecture_; }

 private:
  std::vector<torch::nn::Sequential> make_layers(const NetworkGraph& graph);

  Architecture architecture_;
  ClassOrder classes_;
  std::vector<torch::nn::Sequential> t_net_, m_net_;  ///< of each step; empty where it has no layer
};
TORCH_MODULE(MattingNet);

}  // namespace shm
