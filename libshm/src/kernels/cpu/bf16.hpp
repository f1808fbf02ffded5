// SPDX-License-Identifier: MIT
// Sixteen bits of a float, as a type of its own.
#pragma once

#include <cstdint>

namespace shm {

/// Sixteen bits of a float, as brain floating point has them.
enum class Bf16 : std::uint16_t {};

}  // namespace shm
