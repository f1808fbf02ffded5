// SPDX-License-Identifier: MIT
// Depthwise 3x3 convolutions, forward and backward.
#pragma once

#include <cstdint>

#include "base/rows.hpp"
#include "kernels/cpu/bf16.hpp"

namespace shm {

/// A depthwise convolution 3x3 with padding 1 and stride 1 or 2 over images whose channels lie
/// together in memory:
///   input  images x height x width x channels
///   weight 10 x channels: the kernel row by row, then 0: the weight of what is outside the image
///   output images x out_height x out_width x channels
/// In float and Bf16. LibTorch's own is made for inference: its backward pass with stride 2 takes
/// ten times as long as memory needs.
struct Depthwise {
  static constexpr std::int64_t outside = 9;  ///< the place in the kernel that pixels outside meet
  static constexpr std::int64_t places = 10;

  std::int64_t images, height, width, channels, stride;

  std::int64_t out_height() const { return (height - 1) / stride + 1; }
  std::int64_t out_width() const { return (width - 1) / stride + 1; }
  std::int64_t input_rows() const { return images * height; }
  std::int64_t output_rows() const { return images * out_height(); }
};

/// Rows of the output.
template <typename T>
void depthwise(const Depthwise& conv, const T* input, const float* weight, T* output, Rows rows);

/// Rows of the gradient that the input gets from that of the output.
template <typename T>
void depthwise_input_gradient(const Depthwise& conv, const T* output_gradient, const float* weight,
                              T* input_gradient, Rows rows);

/// Adds to weight_gradient (10 x channels, the last of no use) what these rows of the output's
/// gradient say.
template <typename T>
void depthwise_weight_gradient(const Depthwise& conv, const T* input, const T* output_gradient,
                               float* weight_gradient, Rows rows);

}  // namespace shm
