// SPDX-License-Identifier: MIT
// Whole numbers as bytes of a file.
#pragma once

#include <algorithm>
#include <string>

namespace shm {

/// As many bytes as the type has, the least significant first.
template <typename Number>
std::string little_endian(Number number) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof number; ++i)
    bytes.push_back(char(number >> (8 * i)));
  return bytes;
}

/// The most significant first.
template <typename Number>
std::string big_endian(Number number) {
  std::string bytes = little_endian(number);
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

}  // namespace shm
