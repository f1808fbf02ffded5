// SPDX-License-Identifier: MIT
// Opens libshmmatting.so when the element first needs it.
#include "library_loader.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <string>

namespace shm {
namespace {

std::string library_file() {
  // A privileged program must not be talked into loading a file of the caller's choice.
  const char* chosen = secure_getenv("SHM_LIBRARY");
  return chosen == nullptr ? "libshmmatting.so.0" : chosen;
}

[[noreturn]] void fail(const std::string& file) {
  const char* reason = dlerror();
  throw LibraryError("cannot load " + file + ": " + (reason == nullptr ? "unknown" : reason) +
                     ". Install libshmmatting beside the plugin's own prefix, or name the file "
                     "in the environment variable SHM_LIBRARY");
}

}  // namespace

const Library& load_library() {
  const std::string file = library_file();
  // Threads of the library's pool outlive any handle, and so must its code.
  void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == nullptr) fail(file);
  const auto entry = reinterpret_cast<LibraryFunction>(dlsym(handle, library_symbol));
  if (entry == nullptr) fail(file);
  return *entry();
}

}  // namespace shm
