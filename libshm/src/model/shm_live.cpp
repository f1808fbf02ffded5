// SPDX-License-Identifier: MIT
// Architecture "shm-live": the same method at a fraction of the cost, for video.
#include <array>

#include "model/architecture.hpp"
#include "model/layers.hpp"

namespace shm {
namespace {

constexpr int classes = 3;
constexpr int features = 16;
constexpr int pixels_of_two_by_two = 4;

/// MobileNetV2 with its own stem of stride 2; a decoder that adds each skip, brought to the
/// decoder's width, before it thinks on (Lin et al., Feature Pyramid Networks, 2017).
NetworkGraph make_t_net() {
  constexpr std::array<int, 5> widths = {128, 64, 48, 32, features};  // at 1/32 to 1/2
  NetworkGraph graph;
  const Skips skips = add_mobile_net_v2(graph, 0, "t_net.feature", 2);
  Value x =
      graph.convolution(skips.back(), conv_bn("t_net.neck", skip_widths.back(), widths.front(), 1));
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

}  // namespace

Architecture make_shm_live() {
  Architecture live;
  live.name = "shm-live";
  live.t_net = make_t_net();
  live.m_net = make_m_net();
  live.t_net_reduction = 2;
  live.logits_reduction = 4;
  live.two_by_two = true;
  live.reach = 8;
  live.least_multiple = 4;
  live.margin = 8;
  live.can_be_int8 = true;
  return live;
}

}  // namespace shm
