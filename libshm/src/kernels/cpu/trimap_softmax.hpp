// SPDX-License-Identifier: MIT
// What becomes of T-Net's logits: probabilities, and where they leave no doubt.
#pragma once

#include <cstdint>

#include "kernels/cpu/network_picture.hpp"
#include "shm/classes.hpp"

namespace shm {

/// Softmax of each pixel's three logits.
void softmax(const float* logits, float* probabilities, std::int64_t pixels);

// Of a part of the picture (sides multiples of 4), from T-Net's logits, classes in `order`,
// enlarged bilinearly by 4. Planes are of the picture's height x width.

/// Whether the probabilities that the part is enlarged from are all for the background, or all for
/// the foreground, by at least `least`.
bool all_confident(const float* probabilities, const ClassOrder& order, const Picture& picture,
                   const Window& part, float least);
/// Softmax.
void upsampled_softmax(const float* logits, const ClassOrder& order, const Picture& picture,
                       const Window& part, float* unknown, float* foreground);
/// Softmax of two: the foreground's share of what is not unknown.
void two_class_softmax(const float* logits, const ClassOrder& order, const Picture& picture,
                       const Window& part, float* foreground);
/// Whether a value of a plane of that width is above `least`.
bool any_above(const float* values, std::int64_t width, const Window& part, float least);

/// alpha = foreground + unknown * detail, of each pixel's three probabilities.
void fuse(const float* probabilities, const ClassOrder& order, const float* detail, float* alpha,
          std::int64_t pixels);

}  // namespace shm
