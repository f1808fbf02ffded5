// SPDX-License-Identifier: MIT
// Loops that are compiled for each kind of vector unit, and which one runs.
#pragma once

namespace shm {

/// What a processor's registers for vectors can do: SSE2 (or what another architecture has), AVX2
/// with FMA, AVX-512.
enum class VectorUnit { plain, avx2, avx512 };

/// The widest that this processor has, up to what SHM_VECTOR_UNIT in the environment names:
/// "plain", "avx2" or "avx512". So tests can run on each. Throws std::invalid_argument for any
/// other text.
VectorUnit vector_unit();

/// As SHM_VECTOR_UNIT names it.
const char* name_of(VectorUnit unit);

/// For what loops call: part of every copy.
#define SHM_INLINE inline __attribute__((always_inline))
/// For the lambda that is handed to on_vector_unit. Clang, by which the code is checked and fuzzed,
/// has no place for it there.
#ifdef __clang__
#define SHM_IN_EACH
#else
#define SHM_IN_EACH __attribute__((always_inline))
#endif

#ifdef __x86_64__
template <typename Body>
__attribute__((noinline, target("arch=x86-64-v4"))) auto on_avx512(Body body) {
  return body();
}
template <typename Body>
__attribute__((noinline, target("arch=x86-64-v3"))) auto on_avx2(Body body) {
  return body();
}
#endif

/// Runs `body`, a lambda that owns what it works on, compiled for the vector unit in use:
///   on_vector_unit([=]() SHM_IN_EACH { ... });
/// GCC's target_clones would do the same, but nothing could choose for it, and ThreadSanitizer does
/// not survive it.
template <typename Body>
SHM_INLINE auto on_vector_unit(Body body) {
#ifdef __x86_64__
  switch (vector_unit()) {
    case VectorUnit::avx512: return on_avx512(body);
    case VectorUnit::avx2: return on_avx2(body);
    case VectorUnit::plain: break;
  }
#endif
  return body();
}

}  // namespace shm
