#include "infer/sub_pixel.hpp"

#include <ATen/ATen.h>

namespace shm {

namespace {

using at::indexing::Slice;

constexpr std::int64_t phases = 2;  ///< of a row or column: even, odd
constexpr std::int64_t window = 3;  ///< small pixels y - 1, y, y + 1

}  // namespace

ConvolutionSpec sub_pixel(const torch::nn::ConvTranspose2dImpl& transposed) {
  const at::Tensor kernel = transposed.weight.detach().transpose(0, 1);  // out x in x 5 x 5
  const std::int64_t out = kernel.size(0);
  const std::int64_t in = kernel.size(1);
  at::Tensor weight = at::zeros({out, phases, phases, in, window, window});
  // Small pixel y + a - 1 meets large pixel 2 y + i at tap i + 4 - 2 a; so it is for columns.
  for (std::int64_t i = 0; i < phases; ++i)
    for (std::int64_t j = 0; j < phases; ++j)
      for (std::int64_t a = i; a < window; ++a)
        for (std::int64_t b = j; b < window; ++b)
          weight.index_put_({Slice(), i, j, Slice(), a, b},
                            kernel.index({Slice(), Slice(), i + 4 - 2 * a, j + 4 - 2 * b}));
  ConvolutionSpec spec;
  spec.weight = weight.reshape({out * phases * phases, in, window, window});
  spec.bias = at::zeros(spec.weight.size(0));
  spec.padding = 1;
  return spec;
}

ConvolutionSpec on_sub_pixels(const ConvolutionSpec& spec) {
  const std::int64_t out = spec.weight.size(0);
  const std::int64_t in = spec.weight.size(1);
  const std::int64_t taps = spec.weight.size(2);
  at::Tensor weight = at::zeros({out, phases, phases, in, phases, phases, window, window});
  // Tap k of large pixel 2 y + i is large pixel 2 y + i + k - padding: row `at` of the window.
  for (std::int64_t i = 0; i < phases; ++i)
    for (std::int64_t j = 0; j < phases; ++j)
      for (std::int64_t k = 0; k < taps; ++k)
        for (std::int64_t l = 0; l < taps; ++l) {
          const std::int64_t row = i + k - spec.padding + phases;
          const std::int64_t column = j + l - spec.padding + phases;
          weight.index_put_({Slice(), i, j, Slice(), row % phases, column % phases, row / phases,
                             column / phases},
                            spec.weight.index({Slice(), Slice(), k, l}));
        }
  ConvolutionSpec phased = spec;
  phased.weight = weight.reshape({out * phases * phases, in * phases * phases, window, window});
  phased.bias = spec.bias.repeat_interleave(phases * phases);
  phased.padding = 1;
  return phased;
}

}  // namespace shm
