// SPDX-License-Identifier: MIT
// The C library's memory: counted, and refused when a test says so. Sanitizers have their own.
#include "watched_memory.hpp"

#ifdef SHM_WATCHES_MEMORY

#include <dlfcn.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace {

constexpr std::size_t least = 16 << 10;

std::atomic<int> count = 0;

bool is_of_onednn(const void* caller) {
  Dl_info place = {};
  return ::dladdr(caller, &place) != 0 && std::strstr(place.dli_fname, "libdnnl") != nullptr;
}

bool fails(std::size_t size, const void* caller) {
  ++count;
  return size >= least && !is_of_onednn(caller) && shm::is_failing_allocation();
}

}  // namespace

namespace watched_memory {

int allocations() {
  return count;
}

}  // namespace watched_memory

// In place of the C library's, for the whole test program.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming): glibc's own names
void* __libc_malloc(std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

void* malloc(std::size_t size) {
  if (!fails(size, __builtin_return_address(0))) return __libc_malloc(size);
  errno = ENOMEM;
  return nullptr;
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
  if (!fails(size, __builtin_return_address(0))) return __libc_memalign(alignment, size);
  errno = ENOMEM;
  return nullptr;
}

int posix_memalign(void** bytes, std::size_t alignment, std::size_t size) {
  if (fails(size, __builtin_return_address(0))) return ENOMEM;
  *bytes = __libc_memalign(alignment, size);
  return *bytes == nullptr ? ENOMEM : 0;
}
}

#endif
