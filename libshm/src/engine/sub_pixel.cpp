// SPDX-License-Identifier: MIT
// Convolutions between pictures of two sizes, without a zero that is multiplied.
#include "engine/sub_pixel.hpp"

#include <cstdint>

namespace shm {
namespace {

constexpr int phases = 2;  ///< of a row or column: even, odd
constexpr int pictures = phases * phases;
constexpr int window = 3;  ///< small pixels y - 1, y, y + 1

/// A 3x3 convolution with zeros for weights.
FoldedConvolution small_conv(int in, int out, Activation activation) {
  FoldedConvolution conv;
  conv.in = in;
  conv.out = out;
  conv.kernel = window;
  conv.padding = window / 2;
  conv.activation = activation;
  conv.weight.resize(std::size_t(out) * std::size_t(in) * window * window);
  conv.bias.resize(std::size_t(out));
  return conv;
}

float& tap(FoldedConvolution& conv, int out, int in, int row, int column) {
  const std::int64_t kernel = std::int64_t(out) * conv.in + in;
  return conv.weight[std::size_t((kernel * conv.kernel + row) * conv.kernel + column)];
}

template <typename Work>
void for_each_pair(int count, const Work& work) {
  for (int i = 0; i < count; ++i)
    for (int j = 0; j < count; ++j)
      work(i, j);
}

}  // namespace

FoldedConvolution sub_pixel(const FoldedConvolution& transposed) {
  const int taps = transposed.kernel;
  FoldedConvolution conv =
      small_conv(transposed.in, transposed.out * pictures, transposed.activation);
  // Small pixel y + a - 1 meets large pixel 2 y + i at tap i + 4 - 2 a; so it is for columns.
  const auto fill = [&](int out, int in, int i, int j) {
    const float* kernel =
        transposed.weight.data() + std::ptrdiff_t(in * transposed.out + out) * taps * taps;
    for (int a = i; a < window; ++a)
      for (int b = j; b < window; ++b)
        tap(conv, out * pictures + phases * i + j, in, a, b) =
            kernel[(i + 4 - 2 * a) * taps + j + 4 - 2 * b];
  };
  for (int out = 0; out < transposed.out; ++out)
    for (int in = 0; in < transposed.in; ++in)
      for_each_pair(phases, [&](int i, int j) { fill(out, in, i, j); });
  return conv;
}

FoldedConvolution on_sub_pixels(const FoldedConvolution& conv) {
  FoldedConvolution phased = small_conv(conv.in * pictures, conv.out * pictures, conv.activation);
  // Tap k of large pixel 2 y + i is large pixel 2 y + i + k - padding: row `at` of the window.
  const auto fill = [&](int out, int in, int i, int j) {
    const float* kernel =
        conv.weight.data() + std::ptrdiff_t(out * conv.in + in) * conv.kernel * conv.kernel;
    for_each_pair(conv.kernel, [&](int k, int l) {
      const int row = i + k - conv.padding + phases;
      const int column = j + l - conv.padding + phases;
      tap(phased, out * pictures + phases * i + j,
          in * pictures + phases * (row % phases) + column % phases, row / phases,
          column / phases) = kernel[k * conv.kernel + l];
    });
  };
  for (int out = 0; out < conv.out; ++out)
    for (int in = 0; in < conv.in; ++in)
      for_each_pair(phases, [&](int i, int j) { fill(out, in, i, j); });
  for (std::size_t i = 0; i < phased.bias.size(); ++i)
    phased.bias[i] = conv.bias[i / pictures];
  return phased;
}

}  // namespace shm
