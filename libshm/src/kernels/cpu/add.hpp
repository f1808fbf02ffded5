// SPDX-License-Identifier: MIT
// Sums of two results of a network.
#pragma once

#include <cstdint>

#include "kernels/cpu/bf16.hpp"

namespace shm {

/// Of `count` numbers.
void add(const float* a, const float* b, float* sum, std::int64_t count);
void add(const Bf16* a, const Bf16* b, Bf16* sum, std::int64_t count);

}  // namespace shm
