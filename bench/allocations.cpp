// SPDX-License-Identifier: MIT
// Calls of malloc, counted by the library that made them.
#include "allocations.hpp"

#include <link.h>
#include <unwind.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <deque>

namespace shm::bench {
namespace {

struct Library {
  std::uintptr_t begin = 0, end = 0;
  std::string name;
  bool is_runtime = false;
  std::atomic<std::uint64_t> calls = 0;
};

std::deque<Library> libraries;
std::atomic<bool> counting = false;
thread_local bool inside = false;

/// "/usr/lib/libtorch_cpu.so.2" -> "libtorch_cpu"; the program itself has no path.
std::string library_name(const std::string& path) {
  const std::string file = path.substr(path.rfind('/') + 1);
  return file.empty() ? "program" : file.substr(0, file.find(".so"));
}

int add_library(dl_phdr_info* info, std::size_t /*size*/, void* /*unused*/) {
  const std::string name = library_name(info->dlpi_name);
  const bool is_runtime = name == "libc" || name == "libstdc++" || name == "program";
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& part = info->dlpi_phdr[i];
    if (part.p_type != PT_LOAD || (part.p_flags & PF_X) == 0) continue;
    Library& library = libraries.emplace_back();
    library.begin = info->dlpi_addr + part.p_vaddr;
    library.end = library.begin + part.p_memsz;
    library.name = name;
    library.is_runtime = is_runtime;
  }
  return 0;
}

Library* library_of(std::uintptr_t address) {
  for (Library& library : libraries)
    if (address >= library.begin && address < library.end) return &library;
  return nullptr;
}

_Unwind_Reason_Code count_caller(_Unwind_Context* context, void* /*unused*/) {
  Library* const library = library_of(_Unwind_GetIP(context));
  if (library == nullptr || library->is_runtime) return _URC_NO_REASON;
  ++library->calls;
  return _URC_END_OF_STACK;
}

void count_call() {
  if (!counting || inside) return;
  inside = true;
  _Unwind_Backtrace(count_caller, nullptr);
  inside = false;
}

}  // namespace

void start_counting_allocations() {
  libraries.clear();
  dl_iterate_phdr(add_library, nullptr);
  counting = true;
}

std::map<std::string, std::uint64_t> stop_counting_allocations() {
  counting = false;
  std::map<std::string, std::uint64_t> counts;
  for (const Library& library : libraries)
    if (library.calls > 0) counts[library.name] += library.calls;
  return counts;
}

}  // namespace shm::bench

// In place of the C library's, for the whole process.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming): glibc's own names
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* bytes, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

void* malloc(std::size_t size) {
  shm::bench::count_call();
  return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) {
  shm::bench::count_call();
  return __libc_calloc(count, size);
}

void* realloc(void* bytes, std::size_t size) {
  shm::bench::count_call();
  return __libc_realloc(bytes, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
  shm::bench::count_call();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void** bytes, std::size_t alignment, std::size_t size) {
  shm::bench::count_call();
  *bytes = __libc_memalign(alignment, size);
  return *bytes == nullptr ? ENOMEM : 0;
}
}
