// SPDX-License-Identifier: MIT
// Shared libraries that lie beside the one that this code is in, opened when they are asked for.
#include "base/neighbour.hpp"

#include <dlfcn.h>

#include <cstdlib>

namespace shm {
namespace {

std::filesystem::path place(const char* name, const char* variable) {
  if (const char* named = std::getenv(variable); named != nullptr) return named;
  Dl_info self = {};
  if (dladdr(reinterpret_cast<const void*>(&open_neighbour), &self) == 0) return name;
  return std::filesystem::path(self.dli_fname).parent_path() / name;
}

}  // namespace

Neighbour open_neighbour(const char* name, const char* variable) {
  const std::filesystem::path file = place(name, variable);
  return {file, dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)};
}

void* Neighbour::symbol(const char* name) const {
  return dlsym(handle, name);
}

}  // namespace shm
