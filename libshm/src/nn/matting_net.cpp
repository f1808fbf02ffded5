// SPDX-License-Identifier: MIT
// An architecture as modules that learn.
#include "nn/matting_net.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

#include "nn/batch_norm_act.hpp"
#include "nn/depthwise_conv.hpp"

namespace shm {
namespace {

namespace nn = torch::nn;

/// The module that `path` ends in, from `root` on: one that holds others, made where it is not.
nn::Module& holder_of(nn::Module& root, const std::string& path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string::npos) return root;
  const std::string name = path.substr(0, dot);
  const auto children = root.named_children();
  const auto* const found = children.find(name);
  nn::Module& child =
      found != nullptr ? **found : *root.register_module(name, std::make_shared<nn::Module>());
  return holder_of(child, path.substr(dot + 1));
}

template <typename Holder>
Holder registered(nn::Module& root, const std::string& path, Holder module) {
  holder_of(root, path).register_module(path.substr(path.rfind('.') + 1), module);
  return module;
}

bool is_depthwise(const ConvolutionLayer& layer) {
  return layer.groups == layer.in && layer.in == layer.out && layer.kernel == 3 && !layer.bias;
}

nn::Conv2d convolution(const ConvolutionLayer& layer) {
  return nn::Conv2d(nn::Conv2dOptions(layer.in, layer.out, layer.kernel)
                        .stride(layer.stride)
                        .padding(layer.kernel / 2)
                        .groups(layer.groups)
                        .bias(layer.bias));
}

nn::ConvTranspose2d transposed(const ConvolutionLayer& layer) {
  return nn::ConvTranspose2d(nn::ConvTranspose2dOptions(layer.in, layer.out, layer.kernel)
                                 .stride(layer.stride)
                                 .padding(layer.kernel / 2)
                                 .output_padding(layer.stride - 1)
                                 .bias(layer.bias));
}

double highest(Activation activation) {
  return activation == Activation::relu6 ? 6 : std::numeric_limits<double>::infinity();
}

void append_convolution(nn::Module& root, const ConvolutionLayer& layer, nn::Sequential& sequence) {
  if (layer.transposed)
    sequence->push_back(registered(root, layer.name, transposed(layer)));
  else if (is_depthwise(layer))
    sequence->push_back(registered(root, layer.name, DepthwiseConv(layer.in, layer.stride)));
  else
    sequence->push_back(registered(root, layer.name, convolution(layer)));
}

void append_activation(Activation activation, nn::Sequential& sequence) {
  if (activation == Activation::relu) sequence->push_back(nn::ReLU());
  if (activation == Activation::relu6) sequence->push_back(nn::ReLU6());
}

nn::Sequential make_layer(nn::Module& root, const ConvolutionLayer& layer) {
  nn::Sequential sequence;
  append_convolution(root, layer, sequence);
  if (layer.norm.empty()) {
    append_activation(layer.activation, sequence);
  } else if (layer.activation == Activation::none) {
    const nn::BatchNorm2d norm(layer.out);
    if (layer.starts_at_zero) nn::init::zeros_(norm->weight);
    sequence->push_back(registered(root, layer.norm, norm));
  } else {
    const ActivatedBatchNorm norm(layer.out, highest(layer.activation));
    sequence->push_back(registered(root, layer.norm, norm));
  }
  return sequence;
}

/// Of results after an activation, which int8 holds as 0..255.
std::vector<double> roundings_of(const NetworkGraph& graph, const ActivationRanges& ranges) {
  std::vector<double> roundings;
  for (const GraphStep& step : graph.steps()) {
    const bool activated = step.layer.activation != Activation::none;
    roundings.push_back(activated ? quantised_to(range_of(step.layer.name, ranges), false).scale
                                  : 0);
  }
  return roundings;
}

}  // namespace

MattingNetImpl::MattingNetImpl(Architecture architecture, const ClassOrder& classes)
    : architecture_(std::move(architecture)),
      classes_(classes),
      t_net_(make_layers(architecture_.t_net)),
      m_net_(make_layers(architecture_.m_net)) {}

MattingNetImpl::Layers MattingNetImpl::make_layers(const NetworkGraph& graph) {
  Layers layers;
  for (const GraphStep& step : graph.steps())
    layers.modules.push_back(step.operation == Operation::convolution
                                 ? make_layer(*this, step.layer)
                                 : nn::Sequential());
  layers.roundings.resize(layers.modules.size());
  for (const ConvolutionLayer& layer : graph.idle())
    make_layer(*this, layer);
  return layers;
}

torch::Tensor MattingNetImpl::Layers::run(std::size_t step, const torch::Tensor& input) {
  torch::Tensor result = modules[step]->forward(input);
  if (roundings[step] == 0) return result;
  return torch::fake_quantize_per_tensor_affine(result, roundings[step], 0, 0,
                                                std::int64_t(most_uint8));
}

void MattingNetImpl::round_as_int8(const ActivationRanges& ranges) {
  t_net_.roundings = roundings_of(architecture_.t_net, ranges);
  m_net_.roundings = roundings_of(architecture_.m_net, ranges);
}

MattingOutput MattingNetImpl::forward(const torch::Tensor& input) {
  const auto run = [](Layers& layers) { return std::bind_front(&Layers::run, &layers); };
  return shm::forward(architecture_, classes_, input, {run(t_net_), run(m_net_)});
}

torch::Tensor MattingNetImpl::trimap(const torch::Tensor& input) {
  return forward_trimap(architecture_, input, std::bind_front(&Layers::run, &t_net_));
}

}  // namespace shm
