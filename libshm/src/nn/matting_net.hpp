// SPDX-License-Identifier: MIT
// An architecture as modules that learn.
#pragma once

#include <vector>

#include <torch/nn.h>

#include "model/architecture.hpp"
#include "model/quantisation.hpp"
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

  /// From now on what comes of an activation is one of 0..255 steps up to its layer's range, as
  /// the engine has it in int8 (model/quantisation.hpp); gradients pass by the rounding. Who
  /// trains so learns to be right in int8 as well. `ranges`: ModelMetadata::ranges; throws BadModel
  /// where a layer has none.
  /// Jacob et al., Quantization and Training of Neural Networks for Efficient
  /// Integer-Arithmetic-Only Inference, 2018, section 3.
  void round_as_int8(const ActivationRanges& ranges);

  const Architecture& architecture() const { return architecture_; }

 private:
  /// A network's layers and the steps that their results are rounded to, of each step of its graph.
  struct Layers {
    std::vector<torch::nn::Sequential> modules;  ///< empty where it has no layer
    std::vector<double> roundings;               ///< 0: not rounded

    torch::Tensor run(std::size_t step, const torch::Tensor& input);
  };

  Layers make_layers(const NetworkGraph& graph);

  Architecture architecture_;
  ClassOrder classes_;
  Layers t_net_, m_net_;
};
TORCH_MODULE(MattingNet);

}  // namespace shm
