// SPDX-License-Identifier: MIT
// Batch normalisation and activation of training in one pass over memory.
#include "kernels/cpu/batch_norm.hpp"

#include <algorithm>

#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr std::int64_t channels_a_block = 128;  // whose sums stay in the nearest cache
constexpr std::int64_t pixels_a_block = 256;    // summed in float before they join the doubles

/// Adds two sums over the pixels for `width` neighbouring channels from the c-th on; `terms` gives
/// what a pixel adds to both.
template <typename Terms>
SHM_INLINE void add_block(std::int64_t channels, std::int64_t c, std::int64_t width, Pixels pixels,
                          const Terms& terms, double* sums) {
  float first[channels_a_block] = {};
  float second[channels_a_block] = {};
  for (std::int64_t pixel = pixels.begin; pixel < pixels.end; ++pixel)
    for (std::int64_t i = 0; i < width; ++i)
      terms(pixel * channels + c + i, c + i, first[i], second[i]);
  for (std::int64_t i = 0; i < width; ++i) {
    sums[c + i] += first[i];
    sums[channels + c + i] += second[i];
  }
}

template <typename Terms>
SHM_INLINE void add_sums(std::int64_t channels, Pixels pixels, const Terms& terms, double* sums) {
  for (std::int64_t begin = pixels.begin; begin < pixels.end; begin += pixels_a_block) {
    const Pixels block{begin, std::min(begin + pixels_a_block, pixels.end)};
    for (std::int64_t c = 0; c < channels; c += channels_a_block)
      add_block(channels, c, std::min(channels_a_block, channels - c), block, terms, sums);
  }
}

template <typename T>
SHM_INLINE void moments(const T* x, std::int64_t channels, Pixels pixels, double* sums) {
  const auto terms = [x](std::int64_t place, std::int64_t, float& sum, float& squares)
      __attribute__((always_inline)) {
    const float value = to_float(x[place]);
    sum += value;
    squares += value * value;
  };
  add_sums(channels, pixels, terms, sums);
}

SHM_INLINE float normalized(const ScaledActivation& a, float x, std::int64_t c) {
  return x * a.scale[c] + a.shift[c];
}

/// y's gradient where the activation did not cut, else 0.
SHM_INLINE float passed(const ScaledActivation& a, float x, float gradient, std::int64_t c) {
  const float value = normalized(a, x, c);
  // Not &&: a comparison that may be left out keeps the loop from becoming vectors.
  const bool whole = bool((value > a.lowest) & (value < a.highest));
  return whole ? gradient : 0.F;
}

template <typename T>
SHM_INLINE void activated(const ScaledActivation& a, const T* x, T* __restrict y, Pixels pixels) {
  for (std::int64_t pixel = pixels.begin; pixel < pixels.end; ++pixel)
    for (std::int64_t c = 0; c < a.channels; ++c) {
      const float value = normalized(a, to_float(x[pixel * a.channels + c]), c);
      store(std::min(std::max(value, a.lowest), a.highest), y[pixel * a.channels + c]);
    }
}

template <typename T>
SHM_INLINE void gradient_moments(const ScaledActivation& a, const T* x, const T* y_gradient,
                                 Pixels pixels, double* sums) {
  const auto terms = [&](std::int64_t place, std::int64_t c, float& sum, float& products)
      __attribute__((always_inline)) {
    const float value = to_float(x[place]);
    const float gradient = passed(a, value, to_float(y_gradient[place]), c);
    sum += gradient;
    products += gradient * value;
  };
  add_sums(a.channels, pixels, terms, sums);
}

template <typename T>
SHM_INLINE void gradients(const ScaledActivation& a, const InputGradient& terms, const T* x,
                          const T* y_gradient, T* __restrict x_gradient, Pixels pixels) {
  for (std::int64_t pixel = pixels.begin; pixel < pixels.end; ++pixel)
    for (std::int64_t c = 0; c < a.channels; ++c) {
      const std::int64_t place = pixel * a.channels + c;
      const float value = to_float(x[place]);
      const float gradient = passed(a, value, to_float(y_gradient[place]), c);
      store(a.scale[c] * gradient + terms.of_x[c] * value + terms.constant[c], x_gradient[place]);
    }
}

}  // namespace

template <typename T>
void add_moments(const T* x, std::int64_t channels, Pixels pixels, double* sums) {
  on_vector_unit([=]() mutable SHM_IN_EACH { moments(x, channels, pixels, sums); });
}

template <typename T>
void activate(const ScaledActivation& activation, const T* x, T* y, Pixels pixels) {
  on_vector_unit([=]() mutable SHM_IN_EACH { activated(activation, x, y, pixels); });
}

template <typename T>
void add_gradient_moments(const ScaledActivation& activation, const T* x, const T* y_gradient,
                          Pixels pixels, double* sums) {
  on_vector_unit(
      [=]() mutable SHM_IN_EACH { gradient_moments(activation, x, y_gradient, pixels, sums); });
}

template <typename T>
void input_gradient(const ScaledActivation& activation, const InputGradient& terms, const T* x,
                    const T* y_gradient, T* x_gradient, Pixels pixels) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    gradients(activation, terms, x, y_gradient, x_gradient, pixels);
  });
}

template void add_moments(const float*, std::int64_t, Pixels, double*);
template void activate(const ScaledActivation&, const float*, float*, Pixels);
template void add_gradient_moments(const ScaledActivation&, const float*, const float*, Pixels,
                                   double*);
template void input_gradient(const ScaledActivation&, const InputGradient&, const float*,
                             const float*, float*, Pixels);
template void add_moments(const Bf16*, std::int64_t, Pixels, double*);
template void activate(const ScaledActivation&, const Bf16*, Bf16*, Pixels);
template void add_gradient_moments(const ScaledActivation&, const Bf16*, const Bf16*, Pixels,
                                   double*);
template void input_gradient(const ScaledActivation&, const InputGradient&, const Bf16*,
                             const Bf16*, Bf16*, Pixels);

}  // namespace shm
