// SPDX-License-Identifier: MIT
// A model's networks in LibTorch's operations, for frames.
#include "torch/torch_network.hpp"

#include <vector>

#include <ATen/ATen.h>

#include "engine/folding.hpp"
#include "model/state.hpp"
#include "nn/precision.hpp"
#include "shm/error.hpp"
#include "torch/device_error.hpp"

namespace shm {
namespace {

/// A layer whose normalisation is part of its weight and bias.
struct FoldedLayer {
  FoldedConvolution conv;
  bool transposed = false;
  at::Tensor weight, bias;
  bool gives_float = false;  ///< whatever it is computed in

  at::Tensor operator()(const at::Tensor& input) const {
    const at::Tensor x = input.to(weight.scalar_type());
    at::Tensor y = transposed
                       ? at::conv_transpose2d(x, weight, bias, conv.stride, conv.padding,
                                              conv.stride - 1, conv.groups)
                       : at::conv2d(x, weight, bias, conv.stride, conv.padding, 1, conv.groups);
    if (gives_float) y = y.to(at::kFloat);
    switch (conv.activation) {
      case Activation::none: return y;
      case Activation::relu: return y.relu_();
      case Activation::relu6: return y.clamp_(0, 6);
    }
    return y;
  }
};

FoldedLayer folded_layer(const ConvolutionLayer& layer, const Safetensors& file,
                         const at::TensorOptions& place) {
  FoldedLayer made{folded(layer, file), layer.transposed, {}, {}, false};
  const std::int64_t first = layer.transposed ? layer.in : layer.out;
  const std::int64_t second = layer.transposed ? layer.out : layer.in / layer.groups;
  made.weight = at::from_blob(made.conv.weight.data(), {first, second, layer.kernel, layer.kernel})
                    .to(place, false, true)
                    .contiguous(at::MemoryFormat::ChannelsLast);
  made.bias = at::from_blob(made.conv.bias.data(), {layer.out}).to(place, false, true);
  return made;
}

/// A network's layers by the numbers of their steps.
class FoldedLayers {
 public:
  FoldedLayers(const NetworkGraph& graph, const Safetensors& file, const at::TensorOptions& place) {
    for (const GraphStep& step : graph.steps())
      layers_.push_back(step.operation == Operation::convolution
                            ? folded_layer(step.layer, file, place)
                            : FoldedLayer());
    layers_.at(last_layer_of(graph)).gives_float = true;
  }

  LayerForward forward() const {
    return [this](std::size_t step, const at::Tensor& x) { return layers_[step](x); };
  }

 private:
  /// The step of the layer that output 0 comes from.
  static std::size_t last_layer_of(const NetworkGraph& graph) {
    auto step = std::size_t(graph.outputs().front()) - 1;
    while (graph.steps().at(step).operation != Operation::convolution)
      step = std::size_t(graph.steps().at(step).from) - 1;
    return step;
  }

  std::vector<FoldedLayer> layers_;
};

Precision choose(Precision wanted, const at::Device& device) {
  if (wanted == Precision::automatic) return device.is_cuda() ? Precision::fp16 : Precision::fp32;
  if (wanted == Precision::fp32 || (wanted == Precision::fp16 && device.is_cuda())) return wanted;
  throw InvalidOption("precision: " + to_string(wanted) +
                      (device.is_cuda() ? " is for the CPU; a GPU takes fp16 or fp32"
                                        : " is not for LibTorch on the CPU, which takes fp32"));
}

}  // namespace

struct TorchNetwork::Layers {
  Architecture architecture;
  ClassOrder classes;
  FoldedLayers t_net, m_net;
};

TorchNetwork::TorchNetwork(const Safetensors& weights, const ModelMetadata& model,
                           const c10::Device& device, Precision precision)
    : precision_(choose(precision, device)), device_(device) {
  const Architecture architecture = make_architecture(model.architecture, model.stem_stride);
  check_same_state(compare_state(architecture.state(), weights), weights);
  const auto place = at::TensorOptions(device).dtype(scalar_type(precision_));
  layers_ = on(device, [&] {
    return std::make_shared<const Layers>(Layers{architecture, model.classes,
                                                 FoldedLayers(architecture.t_net, weights, place),
                                                 FoldedLayers(architecture.m_net, weights, place)});
  });
}

MattingOutput TorchNetwork::output(const at::Tensor& input) const {
  return on(device_, [&] {
    return forward(layers_->architecture, layers_->classes, input,
                   {layers_->t_net.forward(), layers_->m_net.forward()});
  });
}

at::Tensor TorchNetwork::alpha(const at::Tensor& input) const {
  return on(device_, [&] { return output(input).alpha.nan_to_num(0, 0, 0).contiguous(); });
}

}  // namespace shm
