// SPDX-License-Identifier: MIT
// Shared libraries that lie beside the one that this code is in, opened when they are asked for.
#include "base/neighbour.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

#include "shm/error.hpp"

namespace shm {
namespace {

std::filesystem::path place(const char* name, const char* variable) {
  // A privileged program must not be talked into loading a file of the caller's choice.
  if (const char* named = secure_getenv(variable); named != nullptr) return named;
  Dl_info self = {};
  if (dladdr(reinterpret_cast<const void*>(&neighbour_symbol), &self) == 0) return name;
  return std::filesystem::path(self.dli_fname).parent_path() / name;
}

}  // namespace

void* neighbour_symbol(const char* name, const char* variable, const char* symbol) {
  const std::filesystem::path file = place(name, variable);
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw Error(dlerror());
  void* function = dlsym(library, symbol);
  if (function == nullptr) throw Error(file.string() + " is of another version");
  return function;
}

}  // namespace shm
