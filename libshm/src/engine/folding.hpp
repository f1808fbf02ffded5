// SPDX-License-Identifier: MIT
// A layer of a model file as the one convolution that it amounts to.
#pragma once

#include <vector>

#include "model/network_graph.hpp"
#include "model/safetensors.hpp"

namespace shm {

/// activation(weight * x + bias); k x k with the same stride and padding in both directions.
struct FoldedConvolution {
  int in = 0, out = 0, kernel = 1;
  int stride = 1, padding = 0, groups = 1;
  Activation activation = Activation::none;
  std::vector<float> weight;  ///< out x in / groups x k x k; transposed: in x out x k x k
  std::vector<float> bias;    ///< out
};

/// The layer's batch normalisation (in evaluation mode) made part of its weight and bias. The file
/// must hold the layer's state.
FoldedConvolution folded(const ConvolutionLayer& layer, const Safetensors& file);

}  // namespace shm
