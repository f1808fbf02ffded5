// SPDX-License-Identifier: MIT
// Architecture "shm": the networks of Semantic Human Matting as the original program has them.
#include <array>

#include "model/architecture.hpp"
#include "model/layers.hpp"

namespace shm {
namespace {

constexpr int classes = 3;

/// Bilinear x2, conv 3x3 with bias, batch normalisation, ReLU: numbers 1 and 2 of its sequence.
ConvolutionLayer up_conv(const std::string& name, int in, int out) {
  ConvolutionLayer layer = conv_bn(name, in, out, 3, Activation::relu, 1);
  layer.bias = true;
  return layer;
}

/// Sums of a skip and a decoder stage pass through it.
ConvolutionLayer fusion_conv(const std::string& name, int channels) {
  ConvolutionLayer layer = conv_bn(name, channels, channels, 3);
  layer.bias = true;
  return layer;
}

/// MobileNetV2 encoder, U-Net decoder (section 3.2). With stem_stride 2 the decoder ends at half
/// the size and the logits are enlarged.
NetworkGraph make_t_net(int stem_stride) {
  constexpr std::array<int, 5> widths = {320, 96, 32, 24, 16};
  NetworkGraph graph;
  const Skips skips = add_mobile_net_v2(graph, 0, "t_net.feature", stem_stride);
  Value x = skips.back();
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
    const std::string level = std::to_string(widths.size() - i);
    const std::string below = std::to_string(widths.size() - i - 1);
    const Value skip = skips.at(3 - i);
    x = graph.convolution(graph.enlarge(x, skip),
                          up_conv("t_net.s" + level + "_up_conv", widths.at(i), widths.at(i + 1)));
    x = graph.convolution(graph.add(x, skip),
                          fusion_conv("t_net.s" + below + "_fusion", widths.at(i + 1)));
  }
  x = graph.convolution(x, plain_conv("t_net.last_conv", widths.back(), classes, 3));
  graph.give({stem_stride == 2 ? graph.enlarge(x) : x});
  return graph;
}

/// Section 3.3.
NetworkGraph make_m_net() {
  constexpr std::array<int, 4> encoder_widths = {16, 32, 64, 128};
  constexpr std::array<int, 4> decoder_widths = {128, 64, 32, 16};
  NetworkGraph graph;
  Value x = 0;
  int width = 3 + classes;
  int number = 0;
  for (const int out : encoder_widths) {
    const std::string name = "m_net.en_conv_bn_relu_" + std::to_string(++number);
    x = graph.max_pool(graph.convolution(x, conv_bn(name, width, out, 3, Activation::relu)));
    width = out;
  }
  number = 0;
  for (const int out : decoder_widths) {
    const std::string count = std::to_string(++number);
    x = graph.convolution(
        x, conv_bn("m_net.de_conv_bn_relu_" + count, width, out, 3, Activation::relu));
    x = graph.convolution(x, doubling_conv("m_net.deconv_" + count, out));
    width = out;
  }
  ConvolutionLayer last = plain_conv("m_net.conv", width, 1, 5);
  last.bias = false;
  graph.give({graph.convolution(x, last)});
  // The original's fifth step of the encoder.
  graph.keep_idle(conv_bn("m_net.en_conv_bn_relu_5", 128, 128, 3, Activation::relu));
  return graph;
}

}  // namespace

Architecture make_shm(int stem_stride) {
  Architecture shm;
  shm.name = "shm";
  shm.t_net = make_t_net(stem_stride);
  shm.m_net = make_m_net();
  shm.stem_stride = stem_stride;
  shm.least_multiple = 16 * stem_stride;  // the encoder halves the picture four times, and the stem
  return shm;
}

}  // namespace shm
