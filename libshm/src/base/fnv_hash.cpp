// SPDX-License-Identifier: MIT
// A hash that is the same in every run and on every machine.
#include "base/fnv_hash.hpp"

#include <cinttypes>
#include <cstdio>

namespace shm {

std::string hash_text(std::uint64_t hash) {
  char text[17];
  std::snprintf(text, sizeof text, "%016" PRIx64, hash);
  return text;
}

}  // namespace shm
