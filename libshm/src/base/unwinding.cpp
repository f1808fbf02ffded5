// SPDX-License-Identifier: MIT
// Goes on with an exception by the unwinder that throws it.
//
// GStreamer brings libunwind, whose functions have the names of those of GCC's unwinder. Where a
// program took libstdc++ in before GStreamer, as Python does that imports OpenCV before gi, what is
// loaded later would be bound to libunwind, while libstdc++ throws by GCC's: the first exception
// would end the process. So each of the project's libraries has this function for itself.
#include <cxxabi.h>
#include <dlfcn.h>
#include <link.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace shm {
namespace {

using Resume = void (*)(void* exception);

Resume resume_of(void* library) {
  return reinterpret_cast<Resume>(dlsym(library, "_Unwind_Resume"));
}

/// Where every library would be bound to; none in a program that was linked with neither.
const Resume usual = resume_of(RTLD_DEFAULT);
/// Opened beforehand: there may be no memory when there is an exception.
const Resume gcc = [] {
  void* library = dlopen("libgcc_s.so.1", RTLD_LAZY | RTLD_NOLOAD);
  return library == nullptr ? nullptr : resume_of(library);
}();

std::uintptr_t dynamic_entry(const link_map& library, std::int64_t tag) {
  for (const ElfW(Dyn)* entry = library.l_ld; entry->d_tag != DT_NULL; ++entry)
    if (entry->d_tag == tag) return entry->d_un.d_ptr;
  return 0;
}

template <typename Thing>
const Thing* at(const link_map& library, std::uintptr_t address) {
  const auto* known = reinterpret_cast<const char*>(library.l_ld);
  return reinterpret_cast<const Thing*>(known + (address - std::uintptr_t(known)));
}

/// What a library calls by that name.
const void* bound_to(const link_map& library, std::string_view name) {
  const std::span relocations(at<ElfW(Rela)>(library, dynamic_entry(library, DT_JMPREL)),
                              dynamic_entry(library, DT_PLTRELSZ) / sizeof(ElfW(Rela)));
  const auto* symbols = at<ElfW(Sym)>(library, dynamic_entry(library, DT_SYMTAB));
  const auto* names = at<char>(library, dynamic_entry(library, DT_STRTAB));
  for (const ElfW(Rela) & relocation : relocations)
    if (name == names + symbols[ELF64_R_SYM(relocation.r_info)].st_name)
      return *at<const void*>(library, library.l_addr + relocation.r_offset);
  return nullptr;
}

const void* library_of(const void* address) {
  Dl_info info;
  return address != nullptr && dladdr(address, &info) != 0 ? info.dli_fbase : nullptr;
}

/// By which function libstdc++, which is throwing, has its exceptions raised.
const void* raising() {
  Dl_info info;
  link_map* library = nullptr;
  const auto* inside = reinterpret_cast<const void*>(&abi::__cxa_begin_catch);
  if (dladdr1(inside, &info, reinterpret_cast<void**>(&library), RTLD_DL_LINKMAP) == 0)
    return nullptr;
  return bound_to(*library, "_Unwind_RaiseException");
}

}  // namespace

/// What compilers call once a function that an exception leaves has cleaned up.
[[gnu::visibility("hidden"), gnu::used]] void resume(void* exception) asm("_Unwind_Resume");

void resume(void* exception) {
  const void* library = library_of(raising());
  const bool by_gcc = gcc != nullptr && library == library_of(reinterpret_cast<void*>(gcc));
  (by_gcc || usual == nullptr ? gcc : usual)(exception);
}

}  // namespace shm
