// SPDX-License-Identifier: MIT
// An architecture's way from a picture to alpha in LibTorch's operations, whatever its layers are
// made of.
#pragma once

#include <functional>
#include <vector>

#include <torch/types.h>

#include "model/architecture.hpp"
#include "shm/classes.hpp"

namespace shm {

/// What the layer of step `step` gives for its input: convolution, normalisation, activation.
using LayerForward = std::function<torch::Tensor(std::size_t step, const torch::Tensor& input)>;

/// The outputs of a network.
std::vector<torch::Tensor> forward(const NetworkGraph& graph, const torch::Tensor& input,
                                   const LayerForward& layer);

/// alpha = foreground + unknown * detail: T-Net decides where it is sure, M-Net where it is not.
///   probabilities N x 3 x H x W, softmax of T-Net's logits, classes in `order`
///   detail        N x 1 x H x W, of M-Net
///   output        N x 1 x H x W, not clamped
/// Chen et al., Semantic Human Matting, 2018, equation 4.
torch::Tensor fuse(const torch::Tensor& probabilities, const torch::Tensor& detail,
                   const ClassOrder& order);

/// The two networks' layers.
struct MattingLayers {
  LayerForward t_net, m_net;
};

struct MattingOutput {
  torch::Tensor logits;  ///< N x 3 x H x W, classes in the model's order
  torch::Tensor alpha;   ///< N x 1 x H x W, not clamped
};

/// `input`: N x 3 x H x W, normalised, sides multiples of the architecture's least.
MattingOutput forward(const Architecture& architecture, const ClassOrder& classes,
                      const torch::Tensor& input, const MattingLayers& layers);
/// The logits alone.
torch::Tensor forward_trimap(const Architecture& architecture, const torch::Tensor& input,
                             const LayerForward& t_net);

}  // namespace shm
