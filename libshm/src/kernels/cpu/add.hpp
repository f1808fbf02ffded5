// SPDX-License-Identifier: MIT
// Sums of two results of a network.
#pragma once

#include <cstdint>

#include "kernels/cpu/bf16.hpp"

namespace shm {

/// Of `count` numbers, in float or Bf16.
template <typename T>
void add(const T* a, const T* b, T* sum, std::int64_t count);

}  // namespace shm
