// SPDX-License-Identifier: MIT
// What whole numbers stand for.
#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "shm/error.hpp"

namespace shm {

/// Largest magnitudes that layers gave in calibration, by name.
using ActivationRanges = std::map<std::string, double>;

/// Above 0. Throws BadModel where the layer has none.
inline double range_of(const std::string& layer, const ActivationRanges& ranges) {
  constexpr double least = 1e-6;  // of a result that is always 0
  const auto found = ranges.find(layer);
  if (found == ranges.end()) throw BadModel("ranges: " + layer + " has none");
  return std::max(found->second, least);
}

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
