#pragma once

namespace shm {

/// What the numbers of a tensor stand for: real = step * number. Tensors of int8 hold -127..127 or,
/// after an activation, 0..255 (Jacob et al., Quantization and Training of Neural Networks for
/// Efficient Integer-Arithmetic-Only Inference, 2018); those of floating point have a step of 1.
struct Levels {
  float step = 1;
  bool is_signed = true;
};

/// Of int8, reaching to `range`, which must be above 0.
inline Levels levels_to(float range, bool is_signed) {
  return {range / (is_signed ? 127 : 255), is_signed};
}

}  // namespace shm
