// SPDX-License-Identifier: MIT
// Layers that architectures are made of, and the encoder that they share.
#pragma once

#include <array>
#include <string>

#include "model/network_graph.hpp"

namespace shm {

/// Convolution alone, with bias, as "NAME".
ConvolutionLayer plain_conv(const std::string& name, int in, int out, int kernel);

/// "NAME.FIRST", its batch normalisation the next number; without bias, as the normalisation makes
/// it idle.
ConvolutionLayer conv_bn(const std::string& name, int in, int out, int kernel,
                         Activation activation = Activation::none, int first = 0);

/// A transposed convolution 5x5 that doubles the size, as "NAME"; without bias.
ConvolutionLayer doubling_conv(const std::string& name, int channels);

/// The encoder's skips: skip_widths channels at 1, 1/2, 1/4, 1/8, 1/16 of the stem's size.
constexpr std::array<int, 5> skip_widths = {16, 24, 32, 96, 320};
using Skips = std::array<Value, 5>;

/// MobileNetV2 without its classifier, its layers named PREFIX.head_conv, PREFIX.block_1 and so on.
/// The stem's stride is 2 in MobileNetV2, 1 in the original of T-Net.
/// Sandler et al., MobileNetV2, 2018, table 2; the 1x1 stays at expansion 1.
Skips add_mobile_net_v2(NetworkGraph& graph, Value input, const std::string& prefix,
                        int stem_stride);

}  // namespace shm
