// SPDX-License-Identifier: MIT
// What whole numbers stand for.
#pragma once

namespace shm {

/// real = scale * number. Tensors of int8 hold -127..127 or, after an activation, 0..255 (Jacob et
/// al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
/// Inference, 2018); those of floating point have a scale of 1.
struct Quantisation {
  float scale = 1;
  bool is_signed = true;
};

constexpr float most_uint8 = 255;
constexpr float most_int8 = 127;

/// Of int8, reaching to `range`, which must be above 0.
inline Quantisation quantised_to(float range, bool is_signed) {
  return {range / (is_signed ? most_int8 : most_uint8), is_signed};
}

}  // namespace shm
