// SPDX-License-Identifier: MIT
// What lies in memory between two operations of a network.
#pragma once

#include <cstdint>

#include "model/quantisation.hpp"

namespace shm {

enum class Element { float32, bfloat16, int8, uint8 };

constexpr std::int64_t bytes_of(Element element) {
  switch (element) {
    case Element::float32: return 4;
    case Element::bfloat16: return 2;
    default: return 1;
  }
}

/// Pictures whose pixels hold their channels together, row by row (NHWC).
struct TensorShape {
  std::int64_t images = 0, height = 0, width = 0, channels = 0;

  std::int64_t count() const { return images * height * width * channels; }
  bool operator==(const TensorShape&) const = default;
};

struct TensorType {
  Element element = Element::float32;
  Quantisation quantisation;  ///< of int8 and uint8
};

}  // namespace shm
