// SPDX-License-Identifier: MIT
// Depthwise 3x3 convolutions, forward and backward.
#include "kernels/cpu/depthwise.hpp"

#include <algorithm>

#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr std::int64_t channels_a_block = 128;  // whose sums stay in the nearest cache

/// Along one axis: the places that a window covers, and the places of the kernel that they meet.
template <int size>
struct Taps {
  std::int64_t place[size];
  std::int64_t of_kernel[size];
};

SHM_INLINE Taps<3> forward_taps(std::int64_t output, std::int64_t stride) {
  const std::int64_t first = output * stride - 1;
  return {{first, first + 1, first + 2}, {0, 1, 2}};
}
/// The outputs that an input goes into.
SHM_INLINE Taps<3> gradient_taps(std::int64_t input) {
  return {{input - 1, input, input + 1}, {2, 1, 0}};
}
/// The same with stride 2: of input 2 * half, and of 2 * half + 1.
SHM_INLINE Taps<1> even_gradient_taps(std::int64_t half) {
  return {{half}, {1}};
}
SHM_INLINE Taps<2> odd_gradient_taps(std::int64_t half) {
  return {{half, half + 1}, {2, 0}};
}

template <typename T>
struct Image {
  const T* pixels;
  std::int64_t height, width, channels;
};

template <typename T>
SHM_INLINE Image<T> input_image(const Depthwise& conv, const T* inputs, std::int64_t image) {
  return {inputs + image * conv.height * conv.width * conv.channels, conv.height, conv.width,
          conv.channels};
}

template <typename T>
SHM_INLINE Image<T> output_image(const Depthwise& conv, const T* outputs, std::int64_t image) {
  return {outputs + image * conv.out_height() * conv.out_width() * conv.channels, conv.out_height(),
          conv.out_width(), conv.channels};
}

/// The pixels that meet in one sum, and the places of the kernel that they meet, both at channel 0.
/// For one outside the image the nearest inside meets the kernel's place `outside`.
template <int rows, int columns, typename T>
struct Window {
  static constexpr int taps = rows * columns;

  const T* pixel[taps];
  std::int64_t of_kernel[taps];

  SHM_INLINE Window(const Image<T>& image, const Taps<rows>& down, const Taps<columns>& across) {
    for (int tap = 0; tap < taps; ++tap) {
      const int row = tap / columns;
      const int column = tap % columns;
      const std::int64_t y = std::clamp<std::int64_t>(down.place[row], 0, image.height - 1);
      const std::int64_t x = std::clamp<std::int64_t>(across.place[column], 0, image.width - 1);
      const bool inside = y == down.place[row] && x == across.place[column];
      const std::int64_t place = 3 * down.of_kernel[row] + across.of_kernel[column];
      pixel[tap] = image.pixels + (y * image.width + x) * image.channels;
      of_kernel[tap] = (inside ? place : Depthwise::outside) * image.channels;
    }
  }
};

/// Neighbouring outputs of a row; from one to the next the window moves by `step` elements, the
/// output by `output_step`.
struct Run {
  std::int64_t count, step, output_step;
};

/// How many outputs of a row make a run from the `first` on: one at the image's edges; all those
/// between, whose windows are inside.
SHM_INLINE std::int64_t run_length(std::int64_t first, std::int64_t outputs) {
  const bool at_edge = first == 0 || first == outputs - 1;
  return at_edge ? 1 : outputs - 1 - first;
}

/// The sums of the windows' pixels, each times its weight.
template <int rows, int columns, typename T>
SHM_INLINE void sum_windows(const Window<rows, columns, T>& window, const float* weight,
                            const Run& run, std::int64_t channels, T* __restrict output) {
  for (std::int64_t i = 0; i < run.count; ++i, output += run.output_step)
    for (std::int64_t c = 0; c < channels; ++c) {
      float sum = 0;
      for (int tap = 0; tap < window.taps; ++tap)
        sum += to_float(window.pixel[tap][i * run.step + c]) * weight[window.of_kernel[tap] + c];
      store(sum, output[c]);
    }
}

/// The outputs of a row whose windows lie at `down` and, for the i-th of them, at across(i).
template <typename T, int rows, typename Across>
SHM_INLINE void sum_row(const Image<T>& image, const Taps<rows>& down, const Across& across,
                        const float* weight, const Run& whole, T* output) {
  for (std::int64_t first = 0, count; first < whole.count; first += count) {
    count = run_length(first, whole.count);
    sum_windows(Window(image, down, across(first)), weight, {count, whole.step, whole.output_step},
                image.channels, output + first * whole.output_step);
  }
}

template <typename T>
SHM_INLINE void forward_row(const Depthwise& conv, const T* input, const float* weight, T* output,
                            std::int64_t row) {
  const auto across = [&](std::int64_t x) __attribute__((always_inline)) {
    return forward_taps(x, conv.stride);
  };
  sum_row(input_image(conv, input, row / conv.out_height()),
          forward_taps(row % conv.out_height(), conv.stride), across, weight,
          {conv.out_width(), conv.stride * conv.channels, conv.channels},
          output + row * conv.out_width() * conv.channels);
}

/// With stride 2: the even inputs of a row, then the odd ones.
template <int rows, typename T>
SHM_INLINE void strided_gradient_row(const Image<T>& gradients, const Taps<rows>& down,
                                     const float* weight, T* input_gradient, std::int64_t width) {
  const std::int64_t channels = gradients.channels;
  sum_row(gradients, down, even_gradient_taps, weight, {(width + 1) / 2, channels, 2 * channels},
          input_gradient);
  sum_row(gradients, down, odd_gradient_taps, weight, {width / 2, channels, 2 * channels},
          input_gradient + channels);
}

template <typename T>
SHM_INLINE void input_gradient_row(const Depthwise& conv, const T* output_gradient,
                                   const float* weight, T* input_gradient, std::int64_t row) {
  const Image<T> gradients = output_image(conv, output_gradient, row / conv.height);
  const std::int64_t y = row % conv.height;
  T* const to = input_gradient + row * conv.width * conv.channels;
  if (conv.stride == 1)
    sum_row(gradients, gradient_taps(y), gradient_taps, weight,
            {conv.width, conv.channels, conv.channels}, to);
  else if (y % 2 == 0)
    strided_gradient_row(gradients, even_gradient_taps(y / 2), weight, to, conv.width);
  else
    strided_gradient_row(gradients, odd_gradient_taps(y / 2), weight, to, conv.width);
}

/// Adds to the gradients of the weights of `width` channels from the c-th on what the windows'
/// pixels and the outputs' gradients say.
template <typename T>
SHM_INLINE void add_products(const Window<3, 3, T>& window, const T* gradient, const Run& run,
                             std::int64_t c, std::int64_t width, float* weight_gradient) {
  float sum[Window<3, 3, T>::taps][channels_a_block] = {};
  for (std::int64_t i = 0; i < run.count; ++i)
    for (std::int64_t k = 0; k < width; ++k) {
      const float by = to_float(gradient[i * run.output_step + c + k]);
      for (int tap = 0; tap < window.taps; ++tap)
        sum[tap][k] += to_float(window.pixel[tap][i * run.step + c + k]) * by;
    }
  for (int tap = 0; tap < window.taps; ++tap)
    for (std::int64_t k = 0; k < width; ++k)
      weight_gradient[window.of_kernel[tap] + c + k] += sum[tap][k];
}

template <typename T>
SHM_INLINE void weight_gradient_row(const Depthwise& conv, const T* input, const T* output_gradient,
                                    float* weight_gradient, std::int64_t row) {
  const std::int64_t channels = conv.channels;
  const Image<T> image = input_image(conv, input, row / conv.out_height());
  const Taps<3> down = forward_taps(row % conv.out_height(), conv.stride);
  const T* const gradients = output_gradient + row * conv.out_width() * channels;
  for (std::int64_t first = 0, count; first < conv.out_width(); first += count) {
    count = run_length(first, conv.out_width());
    const Window window(image, down, forward_taps(first, conv.stride));
    const Run run{count, conv.stride * channels, channels};
    for (std::int64_t c = 0; c < channels; c += channels_a_block)
      add_products(window, gradients + first * channels, run, c,
                   std::min(channels_a_block, channels - c), weight_gradient);
  }
}

}  // namespace

template <typename T>
void depthwise(const Depthwise& conv, const T* input, const float* weight, T* output, Rows rows) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::int64_t row = rows.begin; row < rows.end; ++row)
      forward_row(conv, input, weight, output, row);
  });
}

template <typename T>
void depthwise_input_gradient(const Depthwise& conv, const T* output_gradient, const float* weight,
                              T* input_gradient, Rows rows) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::int64_t row = rows.begin; row < rows.end; ++row)
      input_gradient_row(conv, output_gradient, weight, input_gradient, row);
  });
}

template <typename T>
void depthwise_weight_gradient(const Depthwise& conv, const T* input, const T* output_gradient,
                               float* weight_gradient, Rows rows) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::int64_t row = rows.begin; row < rows.end; ++row)
      weight_gradient_row(conv, input, output_gradient, weight_gradient, row);
  });
}

template void depthwise(const Depthwise&, const float*, const float*, float*, Rows);
template void depthwise_input_gradient(const Depthwise&, const float*, const float*, float*, Rows);
template void depthwise_weight_gradient(const Depthwise&, const float*, const float*, float*, Rows);
template void depthwise(const Depthwise&, const Bf16*, const float*, Bf16*, Rows);
template void depthwise_input_gradient(const Depthwise&, const Bf16*, const float*, Bf16*, Rows);
template void depthwise_weight_gradient(const Depthwise&, const Bf16*, const Bf16*, float*, Rows);

}  // namespace shm
