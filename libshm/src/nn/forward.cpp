// SPDX-License-Identifier: MIT
// An architecture's way from a picture to alpha in LibTorch's operations, whatever its layers are
#include "nn/forward.hpp"

#include <torch/nn.h>

namespace shm {
namespace {

namespace F = torch::nn::functional;

torch::Tensor enlarged(const torch::Tensor& x, double factor) {
  if (factor == 1) return x;
  return F::interpolate(x, F::InterpolateFuncOptions()
                               .scale_factor(std::vector<double>{factor, factor})
                               .mode(torch::kBilinear)
                               .align_corners(false)
                               .recompute_scale_factor(false));
}

/// By 2, but no larger than `like`, where what was halved had an odd side.
torch::Tensor enlarged_to(const torch::Tensor& x, const torch::Tensor& like) {
  const torch::Tensor large = enlarged(x, 2);
  if (large.size(2) == like.size(2) && large.size(3) == like.size(3)) return large;
  return large.narrow(2, 0, like.size(2)).narrow(3, 0, like.size(3));
}

torch::Tensor step_forward(const GraphStep& step, const std::vector<torch::Tensor>& values,
                           std::size_t number, const LayerForward& layer) {
  const auto value = [&](Value place) { return values.at(std::size_t(place)); };
  const torch::Tensor x = value(step.from);
  switch (step.operation) {
    case Operation::convolution: return layer(number, x);
    case Operation::add: return value(step.other) + x;
    case Operation::enlarge:
      return step.other == no_value ? enlarged(x, 2) : enlarged_to(x, value(step.other));
    case Operation::max_pool: return torch::max_pool2d(x, 3, 2, 1);
  }
  return x;
}

std::vector<torch::Tensor> t_net_forward(const Architecture& architecture,
                                         const torch::Tensor& input, const LayerForward& layer) {
  const int reduction = architecture.t_net_reduction;
  return forward(architecture.t_net, reduction == 1 ? input : torch::avg_pool2d(input, reduction),
                 layer);
}

/// What M-Net sees.
torch::Tensor m_net_input(const Architecture& architecture, const torch::Tensor& input,
                          const std::vector<torch::Tensor>& t_net,
                          const torch::Tensor& probabilities) {
  if (!architecture.two_by_two) return torch::cat({input, probabilities}, 1);
  const torch::Tensor context = torch::cat({torch::softmax(t_net[0], 1), t_net[1]}, 1);
  return torch::cat({torch::pixel_unshuffle(input, 2), enlarged(context, 2)}, 1)
      .contiguous(torch::MemoryFormat::ChannelsLast);
}

}  // namespace

std::vector<torch::Tensor> forward(const NetworkGraph& graph, const torch::Tensor& input,
                                   const LayerForward& layer) {
  std::vector<torch::Tensor> values = {input};
  for (std::size_t i = 0; i < graph.steps().size(); ++i)
    values.push_back(step_forward(graph.steps()[i], values, i, layer));
  std::vector<torch::Tensor> outputs;
  for (const Value output : graph.outputs())
    outputs.push_back(values.at(std::size_t(output)));
  return outputs;
}

torch::Tensor fuse(const torch::Tensor& probabilities, const torch::Tensor& detail,
                   const ClassOrder& order) {
  const auto channel = [&](int index) { return probabilities.narrow(1, index, 1); };
  return torch::addcmul(channel(order.foreground), channel(order.unknown), detail);
}

MattingOutput forward(const Architecture& architecture, const ClassOrder& classes,
                      const torch::Tensor& input, const MattingLayers& layers) {
  const auto t_net = t_net_forward(architecture, input, layers.t_net);
  const torch::Tensor logits = enlarged(t_net[0], architecture.logits_reduction);
  const torch::Tensor probabilities = torch::softmax(logits, 1);
  const torch::Tensor seen = m_net_input(architecture, input, t_net, probabilities);
  const torch::Tensor detail = forward(architecture.m_net, seen, layers.m_net)[0];
  return {logits,
          fuse(probabilities, architecture.two_by_two ? torch::pixel_shuffle(detail, 2) : detail,
               classes)};
}

torch::Tensor forward_trimap(const Architecture& architecture, const torch::Tensor& input,
                             const LayerForward& t_net) {
  return enlarged(t_net_forward(architecture, input, t_net)[0], architecture.logits_reduction);
}

}  // namespace shm
