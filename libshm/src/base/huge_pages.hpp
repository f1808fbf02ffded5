// SPDX-License-Identifier: MIT
// Memory in huge pages, for what has a number for each pixel.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace shm {

/// Of memory that is still to be written: spares hundreds of page faults for each. What is too
/// small for such a page stays as it is, and so does all where the system has none.
inline void ask_for_huge_pages(void* memory, std::size_t bytes) {
  constexpr std::size_t page = std::size_t(1) << 21;
  if (std::align(page, page, memory, bytes)) madvise(memory, bytes / page * page, MADV_HUGEPAGE);
}

template <typename T>
struct HugePageAllocator : std::allocator<T> {
  template <typename Other>
  struct rebind {  // NOLINT(readability-identifier-naming): the standard's name
    using other = HugePageAllocator<Other>;
  };

  T* allocate(std::size_t count) {
    T* memory = std::allocator<T>::allocate(count);
    ask_for_huge_pages(memory, count * sizeof(T));
    return memory;
  }
  /// Leaves numbers unset that are not told.
  template <typename Other, typename... Arguments>
  void construct(Other* at, Arguments&&... arguments) {
    if constexpr (sizeof...(arguments) == 0)
      ::new (static_cast<void*>(at)) Other;
    else
      ::new (static_cast<void*>(at)) Other(std::forward<Arguments>(arguments)...);
  }
};

/// For as many as there are pixels.
template <typename T>
using LargeVector = std::vector<T, HugePageAllocator<T>>;

}  // namespace shm
