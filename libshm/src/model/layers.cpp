// SPDX-License-Identifier: MIT
// Layers that architectures are made of, and the encoder that they share.
#include "model/layers.hpp"

namespace shm {
namespace {

/// A row of MobileNetV2's table: `repeats` blocks, the first of which has the stride.
struct StageRow {
  int out, stride, repeats, expansion;
  bool gives_skip;
};

constexpr int stem_width = 32;
constexpr std::array<StageRow, 7> stage_rows = {{
    {16, 1, 1, 1, true},
    {24, 2, 2, 6, true},
    {32, 2, 3, 6, true},
    {64, 2, 4, 6, false},
    {96, 1, 3, 6, true},
    {160, 2, 3, 6, false},
    {320, 1, 1, 6, true},
}};

/// 1x1 to expansion * in channels, 3x3 depthwise with the stride, 1x1 to out channels, each with
/// batch normalisation; ReLU6 after the first two. Where stride is 1 and in equals out, the input
/// is added. Figure 4 of the paper.
Value add_block(NetworkGraph& graph, Value from, const std::string& name, int in,
                const StageRow& row, int stride) {
  const int wide = in * row.expansion;
  const std::string conv = name + ".conv";
  ConvolutionLayer depthwise = conv_bn(conv, wide, wide, 3, Activation::relu6, 3);
  depthwise.groups = wide;
  depthwise.stride = stride;
  Value x = graph.convolution(from, conv_bn(conv, in, wide, 1, Activation::relu6));
  x = graph.convolution(x, depthwise);
  x = graph.convolution(x, conv_bn(conv, wide, row.out, 1, Activation::none, 6));
  return stride == 1 && in == row.out ? graph.add(x, from) : x;
}

/// The state dict calls a lone block "block_1", one of several "block_2.0".
std::string block_name(const std::string& stage, const StageRow& row, int number) {
  return row.repeats == 1 ? stage : stage + "." + std::to_string(number);
}

Value add_stage(NetworkGraph& graph, Value x, const std::string& name, int in,
                const StageRow& row) {
  for (int i = 0; i < row.repeats; ++i)
    x = add_block(graph, x, block_name(name, row, i), i == 0 ? in : row.out, row,
                  i == 0 ? row.stride : 1);
  return x;
}

}  // namespace

ConvolutionLayer plain_conv(const std::string& name, int in, int out, int kernel) {
  ConvolutionLayer layer;
  layer.name = name;
  layer.in = in;
  layer.out = out;
  layer.kernel = kernel;
  layer.bias = true;
  return layer;
}

ConvolutionLayer conv_bn(const std::string& name, int in, int out, int kernel,
                         Activation activation, int first) {
  ConvolutionLayer layer = plain_conv(name + "." + std::to_string(first), in, out, kernel);
  layer.norm = name + "." + std::to_string(first + 1);
  layer.bias = false;
  layer.activation = activation;
  return layer;
}

ConvolutionLayer doubling_conv(const std::string& name, int channels) {
  ConvolutionLayer layer = plain_conv(name, channels, channels, 5);
  layer.bias = false;
  layer.stride = 2;
  layer.transposed = true;
  return layer;
}

Skips add_mobile_net_v2(NetworkGraph& graph, Value input, const std::string& prefix,
                        int stem_stride) {
  ConvolutionLayer stem = conv_bn(prefix + ".head_conv", 3, stem_width, 3, Activation::relu);
  stem.stride = stem_stride;
  Value x = graph.convolution(input, stem);
  int width = stem_width;
  int number = 0;
  Skips skips = {};
  auto* skip = skips.begin();
  for (const StageRow& row : stage_rows) {
    x = add_stage(graph, x, prefix + ".block_" + std::to_string(++number), width, row);
    width = row.out;
    if (row.gives_skip) *skip++ = x;
  }
  return skips;
}

}  // namespace shm
