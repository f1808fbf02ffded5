#include "kernels/cpu/depthwise.hpp"

#include <algorithm>

#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr std::int64_t taps = 9;
constexpr std::int64_t lanes = 16;  // channels whose sums stay in registers

/// The pixels that meet in one sum, and the weights that they meet there.
template <typename T>
struct Window {
  const T* pixel[taps];
  const float* weight[taps];
  std::int64_t count = 0;

  SHM_INLINE void add(const T* from, const float* by) {
    pixel[count] = from;
    weight[count++] = by;
  }
};

/// Sums of `width` neighbouring channels from the c-th on.
template <std::int64_t width, typename T>
SHM_INLINE void sum_channels(const Window<T>& window, std::int64_t c, T* output) {
  float sum[width] = {};
  for (std::int64_t tap = 0; tap < window.count; ++tap)
    for (std::int64_t i = 0; i < width; ++i)
      sum[i] += to_float(window.pixel[tap][c + i]) * window.weight[tap][c + i];
  for (std::int64_t i = 0; i < width; ++i)
    store(sum[i], output[c + i]);
}

template <typename T>
SHM_INLINE void sum_window(const Window<T>& window, std::int64_t channels, T* output) {
  std::int64_t c = 0;
  for (; c + lanes <= channels; c += lanes)
    sum_channels<lanes>(window, c, output);
  for (; c < channels; ++c)
    sum_channels<1>(window, c, output);
}

template <typename T>
SHM_INLINE void forward_row(const Depthwise& conv, const T* input, const float* weight, T* output,
                            std::int64_t row) {
  const std::int64_t image = row / conv.out_height();
  const std::int64_t top = row % conv.out_height() * conv.stride - 1;
  for (std::int64_t x = 0; x < conv.out_width(); ++x) {
    Window<T> window;
    for (std::int64_t ky = 0; ky < 3; ++ky)
      for (std::int64_t kx = 0; kx < 3; ++kx) {
        const std::int64_t from_y = top + ky;
        const std::int64_t from_x = x * conv.stride - 1 + kx;
        if (from_y < 0 || from_y >= conv.height || from_x < 0 || from_x >= conv.width) continue;
        window.add(input + ((image * conv.height + from_y) * conv.width + from_x) * conv.channels,
                   weight + (3 * ky + kx) * conv.channels);
      }
    sum_window(window, conv.channels, output + (row * conv.out_width() + x) * conv.channels);
  }
}

template <typename T>
SHM_INLINE void input_gradient_row(const Depthwise& conv, const T* output_gradient,
                                   const float* weight, T* input_gradient, std::int64_t row) {
  const std::int64_t image = row / conv.height;
  const std::int64_t y = row % conv.height;
  for (std::int64_t x = 0; x < conv.width; ++x) {
    Window<T> window;
    for (std::int64_t ky = 0; ky < 3; ++ky)
      for (std::int64_t kx = 0; kx < 3; ++kx) {
        const std::int64_t down = y + 1 - ky;
        const std::int64_t right = x + 1 - kx;
        if (down < 0 || right < 0 || down % conv.stride != 0 || right % conv.stride != 0) continue;
        const std::int64_t from_y = down / conv.stride;
        const std::int64_t from_x = right / conv.stride;
        if (from_y >= conv.out_height() || from_x >= conv.out_width()) continue;
        window.add(
            output_gradient +
                ((image * conv.out_height() + from_y) * conv.out_width() + from_x) * conv.channels,
            weight + (3 * ky + kx) * conv.channels);
      }
    sum_window(window, conv.channels, input_gradient + (row * conv.width + x) * conv.channels);
  }
}

/// What one row of one tap's pixels and the output's gradients there add to that tap's weights.
template <std::int64_t width, typename T>
SHM_INLINE void add_products(const T* pixel, std::int64_t pixel_step, const T* gradient,
                             std::int64_t channels, std::int64_t count, std::int64_t c,
                             float* weight_gradient) {
  float sum[width] = {};
  for (std::int64_t x = 0; x < count; ++x)
    for (std::int64_t i = 0; i < width; ++i)
      sum[i] += to_float(pixel[x * pixel_step + c + i]) * to_float(gradient[x * channels + c + i]);
  for (std::int64_t i = 0; i < width; ++i)
    weight_gradient[c + i] += sum[i];
}

template <typename T>
SHM_INLINE void weight_gradient_row(const Depthwise& conv, const T* input, const T* output_gradient,
                                    float* weight_gradient, std::int64_t row) {
  const std::int64_t image = row / conv.out_height();
  const std::int64_t top = row % conv.out_height() * conv.stride - 1;
  const std::int64_t channels = conv.channels;
  const T* gradients = output_gradient + row * conv.out_width() * channels;
  for (std::int64_t tap = 0; tap < taps; ++tap) {
    const std::int64_t from_y = top + tap / 3;
    const std::int64_t shift = tap % 3 - 1;
    if (from_y < 0 || from_y >= conv.height) continue;
    const std::int64_t first = shift < 0 ? 1 : 0;
    const std::int64_t last =
        std::min(conv.out_width(), (conv.width - 1 - shift) / conv.stride + 1);
    const T* pixel =
        input +
        ((image * conv.height + from_y) * conv.width + first * conv.stride + shift) * channels;
    const T* gradient = gradients + first * channels;
    const std::int64_t step = conv.stride * channels;
    std::int64_t c = 0;
    for (; c + lanes <= channels; c += lanes)
      add_products<lanes>(pixel, step, gradient, channels, last - first, c,
                          weight_gradient + tap * channels);
    for (; c < channels; ++c)
      add_products<1>(pixel, step, gradient, channels, last - first, c,
                      weight_gradient + tap * channels);
  }
}

}  // namespace

SHM_EACH_VECTOR_UNIT
void depthwise(const Depthwise& conv, const float* input, const float* weight, float* output,
               RowRange rows) {
  for (std::int64_t row = rows.begin; row < rows.end; ++row)
    forward_row(conv, input, weight, output, row);
}

SHM_EACH_VECTOR_UNIT
void depthwise(const Depthwise& conv, const Bf16* input, const float* weight, Bf16* output,
               RowRange rows) {
  for (std::int64_t row = rows.begin; row < rows.end; ++row)
    forward_row(conv, input, weight, output, row);
}

SHM_EACH_VECTOR_UNIT
void depthwise_input_gradient(const Depthwise& conv, const float* output_gradient,
                              const float* weight, float* input_gradient, RowRange rows) {
  for (std::int64_t row = rows.begin; row < rows.end; ++row)
    input_gradient_row(conv, output_gradient, weight, input_gradient, row);
}

SHM_EACH_VECTOR_UNIT
void depthwise_input_gradient(const Depthwise& conv, const Bf16* output_gradient,
                              const float* weight, Bf16* input_gradient, RowRange rows) {
  for (std::int64_t row = rows.begin; row < rows.end; ++row)
    input_gradient_row(conv, output_gradient, weight, input_gradient, row);
}

SHM_EACH_VECTOR_UNIT
void depthwise_weight_gradient(const Depthwise& conv, const float* input,
                               const float* output_gradient, float* weight_gradient,
                               RowRange rows) {
  for (std::int64_t row = rows.begin; row < rows.end; ++row)
    weight_gradient_row(conv, input, output_gradient, weight_gradient, row);
}

SHM_EACH_VECTOR_UNIT
void depthwise_weight_gradient(const Depthwise& conv, const Bf16* input,
                               const Bf16* output_gradient, float* weight_gradient, RowRange rows) {
  for (std::int64_t row = rows.begin; row < rows.end; ++row)
    weight_gradient_row(conv, input, output_gradient, weight_gradient, row);
}

}  // namespace shm
