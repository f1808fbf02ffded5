// SPDX-License-Identifier: MIT
// Architectures "shm-live", the same method at a fraction of the cost, for video, and
// "shm-live-context", which also sees the picture as a whole.
#include <array>

#include "model/architecture.hpp"
#include "model/layers.hpp"

namespace shm {
namespace {

constexpr int classes = 3;
constexpr int features = 16;
constexpr int pixels_of_two_by_two = 4;
constexpr int context_width = 96;
constexpr int stem_stride = 2;

/// What the whole picture shows, at half the size of the encoder's last features, whose 3x3
/// convolutions reach from border to border there: added to the decoder's first value, `neck`.
Value with_context(NetworkGraph& graph, Value encoded, const ConvolutionLayer& neck) {
  ConvolutionLayer first =
      conv_bn("t_net.context_1", skip_widths.back(), context_width, 3, Activation::relu);
  first.stride = 2;
  ConvolutionLayer last = conv_bn("t_net.context_3", context_width, neck.out, 3);
  last.starts_at_zero = true;
  Value x = graph.convolution(encoded, first);
  x = graph.convolution(
      x, conv_bn("t_net.context_2", context_width, context_width, 3, Activation::relu));
  x = graph.enlarge(graph.convolution(x, last), encoded);
  return graph.add(graph.convolution(encoded, neck), x);
}

/// MobileNetV2 with its own stem of stride 2; a decoder that adds each skip, brought to the
/// decoder's width, before it thinks on (Lin et al., Feature Pyramid Networks, 2017).
NetworkGraph make_t_net(bool context) {
  constexpr std::array<int, 5> widths = {128, 64, 48, 32, features};  // at 1/32 to 1/2
  NetworkGraph graph;
  const Skips skips = add_mobile_net_v2(graph, 0, "t_net.feature", stem_stride);
  const ConvolutionLayer neck = conv_bn("t_net.neck", skip_widths.back(), widths.front(), 1);
  Value x =
      context ? with_context(graph, skips.back(), neck) : graph.convolution(skips.back(), neck);
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
    const std::string name = "t_net.s" + std::to_string(widths.size() - 1 - i);
    const Value skip = skips.at(3 - i);
    x = graph.enlarge(x, skip);
    const Value lateral =
        graph.convolution(skip, conv_bn(name + "_lateral", skip_widths.at(3 - i), widths.at(i), 1));
    x = graph.convolution(graph.add(lateral, x), conv_bn(name + "_fusion", widths.at(i),
                                                         widths.at(i + 1), 3, Activation::relu));
  }
  const Value logits = graph.convolution(x, plain_conv("t_net.last_conv", features, classes, 3));
  graph.give({logits, x});
  return graph;
}

NetworkGraph make_m_net() {
  constexpr std::array<int, 4> widths = {3 * pixels_of_two_by_two + classes + features, 16, 16, 16};
  NetworkGraph graph;
  Value x = 0;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i)
    x = graph.convolution(x, conv_bn("m_net.conv_" + std::to_string(i + 1), widths.at(i),
                                     widths.at(i + 1), 3, Activation::relu));
  graph.give({graph.convolution(
      x, plain_conv("m_net.last_conv", widths.back(), pixels_of_two_by_two, 3))});
  return graph;
}

Architecture make_live(const char* name, bool context) {
  Architecture live;
  live.name = name;
  live.t_net = make_t_net(context);
  live.m_net = make_m_net();
  live.stem_stride = stem_stride;
  live.t_net_reduction = 2;
  live.logits_reduction = 4;
  live.two_by_two = true;
  live.reach = 8;
  live.least_multiple = 4;
  live.margin = 8;
  live.can_be_int8 = true;
  return live;
}

}  // namespace

Architecture make_shm_live() {
  return make_live("shm-live", false);
}

Architecture make_shm_live_context() {
  return make_live("shm-live-context", true);
}

}  // namespace shm
