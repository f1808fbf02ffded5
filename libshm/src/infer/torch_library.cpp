// SPDX-License-Identifier: MIT
// libshmmatting-torch.so, which holds the engine on LibTorch: opened when a GPU is asked for.
#include "infer/torch_library.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

#include "shm/error.hpp"

namespace shm {
namespace {

std::filesystem::path library_file() {
  if (const char* named = std::getenv("SHM_TORCH_LIBRARY"); named != nullptr) return named;
  const std::filesystem::path name = "libshmmatting-torch.so.0";
  Dl_info self = {};
  if (dladdr(reinterpret_cast<const void*>(&torch_library), &self) == 0) return name;
  return std::filesystem::path(self.dli_fname).parent_path() / name;
}

const TorchLibrary& opened() {
  const std::filesystem::path file = library_file();
  void* const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    throw DeviceError("a GPU needs " + file.filename().string() +
                      ", which scripts/setup --cuda builds: " + dlerror());
  auto* const function =
      reinterpret_cast<TorchLibraryFunction>(dlsym(library, torch_library_symbol));
  if (function == nullptr)
    throw DeviceError(file.string() +
                      " is of another version: build it anew (scripts/setup --cuda)");
  return *function();
}

}  // namespace

const TorchLibrary& torch_library() {
  static const TorchLibrary& library = opened();
  return library;
}

}  // namespace shm
