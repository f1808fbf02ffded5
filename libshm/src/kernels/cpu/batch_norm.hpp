// SPDX-License-Identifier: MIT
// Batch normalisation and activation of training in one pass over memory.
#pragma once

#include <cstdint>

#include "kernels/cpu/bf16.hpp"

namespace shm {

/// Batch normalisation in training and the activation that follows it, over pixels whose channels
/// lie together. Together they read and write memory half as often as one after the other. In float
/// and Bf16. Ioffe and Szegedy, Batch Normalization, 2015.

/// Pixels of all images, counted through; those that one thread does.
struct Pixels {
  std::int64_t begin, end;
};

/// y = min(max(x * scale + shift, lowest), highest), scale and shift of each channel.
struct ScaledActivation {
  std::int64_t channels;
  const float* scale;
  const float* shift;
  float lowest, highest;
};

/// Adds, channel by channel, sum x and sum x^2 to `sums` (2 x channels).
template <typename T>
void add_moments(const T* x, std::int64_t channels, Pixels pixels, double* sums);

template <typename T>
void activate(const ScaledActivation& activation, const T* x, T* y, Pixels pixels);

/// Adds sum g and sum g * x to `sums` (2 x channels), g being y's gradient where the activation did
/// not cut, else 0.
template <typename T>
void add_gradient_moments(const ScaledActivation& activation, const T* x, const T* y_gradient,
                          Pixels pixels, double* sums);

/// x_gradient = scale * g + of_x * x + constant, each of the channel.
struct InputGradient {
  const float* of_x;
  const float* constant;
};
template <typename T>
void input_gradient(const ScaledActivation& activation, const InputGradient& terms, const T* x,
                    const T* y_gradient, T* x_gradient, Pixels pixels);

}  // namespace shm
