// SPDX-License-Identifier: MIT
// A hash that is the same in every run and on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shm {

/// FNV-1a, 64 bits.
constexpr std::uint64_t fnv_hash(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes)
    hash = (hash ^ std::uint8_t(byte)) * 0x100000001b3;
  return hash;
}

/// As sixteen hexadecimal digits.
std::string hash_text(std::uint64_t hash);

}  // namespace shm
