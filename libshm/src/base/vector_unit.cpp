// SPDX-License-Identifier: MIT
// Loops that are compiled for each kind of vector unit, and which one runs.
#include "base/vector_unit.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace shm {
namespace {

VectorUnit widest() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("x86-64-v4") != 0) return VectorUnit::avx512;
  if (__builtin_cpu_supports("x86-64-v3") != 0) return VectorUnit::avx2;
#endif
  return VectorUnit::plain;
}

VectorUnit named(const std::string& text) {
  for (const VectorUnit unit : {VectorUnit::plain, VectorUnit::avx2, VectorUnit::avx512})
    if (text == name_of(unit)) return unit;
  throw std::invalid_argument("SHM_VECTOR_UNIT: \"" + text + "\" is not plain, avx2 or avx512");
}

VectorUnit chosen() {
  const char* const limit = std::getenv("SHM_VECTOR_UNIT");
  return limit == nullptr ? widest() : std::min(widest(), named(limit));
}

}  // namespace

const char* name_of(VectorUnit unit) {
  switch (unit) {
    case VectorUnit::plain: return "plain";
    case VectorUnit::avx2: return "avx2";
    case VectorUnit::avx512: return "avx512";
  }
  return "unknown";
}

VectorUnit vector_unit() {
  static const VectorUnit unit = chosen();
  return unit;
}

}  // namespace shm
