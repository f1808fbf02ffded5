// SPDX-License-Identifier: MIT
// A layer of a model file as the one convolution that it amounts to.
#include "engine/folding.hpp"

#include <cmath>

#include "model/state.hpp"

namespace shm {
namespace {

constexpr float epsilon = 1e-5F;  // of batch normalisation, as training has it

/// gamma (w x + b - mean) / sqrt(variance + epsilon) + beta is a convolution again.
void fold_norm(const std::string& norm, const Safetensors& file, FoldedConvolution& conv) {
  const auto gamma = float_numbers(file, norm + ".weight");
  const auto beta = float_numbers(file, norm + ".bias");
  const auto mean = float_numbers(file, norm + ".running_mean");
  const auto variance = float_numbers(file, norm + ".running_var");
  const std::size_t taps = conv.weight.size() / conv.bias.size();
  for (std::size_t c = 0; c < conv.bias.size(); ++c) {
    const float scale = gamma[c] / std::sqrt(variance[c] + epsilon);
    for (std::size_t i = 0; i < taps; ++i)
      conv.weight[c * taps + i] *= scale;
    conv.bias[c] = (conv.bias[c] - mean[c]) * scale + beta[c];
  }
}

}  // namespace

FoldedConvolution folded(const ConvolutionLayer& layer, const Safetensors& file) {
  FoldedConvolution conv{layer.in,
                         layer.out,
                         layer.kernel,
                         layer.stride,
                         layer.kernel / 2,
                         layer.groups,
                         layer.activation,
                         {},
                         {}};
  conv.weight = float_numbers(file, layer.name + ".weight");
  conv.bias = layer.bias ? float_numbers(file, layer.name + ".bias")
                         : std::vector<float>(std::size_t(layer.out), 0.0F);
  if (!layer.norm.empty()) fold_norm(layer.norm, file, conv);
  return conv;
}

}  // namespace shm
