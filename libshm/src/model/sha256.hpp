// SPDX-License-Identifier: MIT
// SHA-256, by which a model file tells whether it was damaged.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace shm {

/// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace shm
