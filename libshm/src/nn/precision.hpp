// SPDX-License-Identifier: MIT
// Precisions as LibTorch's types.
#pragma once

#include <torch/types.h>

#include "shm/precision.hpp"

namespace shm {

/// The type of tensors in this precision; fp32's for Precision::automatic.
inline torch::ScalarType scalar_type(Precision precision) {
  switch (precision) {
    case Precision::bf16: return torch::kBFloat16;
    case Precision::fp16: return torch::kHalf;
    case Precision::int8: return torch::kChar;
    default: return torch::kFloat32;
  }
}

}  // namespace shm
