// SPDX-License-Identifier: MIT
// libshmmatting-torch.so, which holds the engine on LibTorch: opened when a GPU is asked for.
#include "infer/torch_library.hpp"

#include <dlfcn.h>

#include "base/neighbour.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

const TorchLibrary& opened() {
  const Neighbour library = open_neighbour("libshmmatting-torch.so.0", "SHM_TORCH_LIBRARY");
  if (library.handle == nullptr)
    throw DeviceError("a GPU needs " + library.file.filename().string() +
                      ", which scripts/setup --cuda builds: " + dlerror());
  auto* const function =
      reinterpret_cast<TorchLibraryFunction>(library.symbol(torch_library_symbol));
  if (function == nullptr)
    throw DeviceError(library.file.string() +
                      " is of another version: build it anew (scripts/setup --cuda)");
  return *function();
}

}  // namespace

const TorchLibrary& torch_library() {
  static const TorchLibrary& library = opened();
  return library;
}

}  // namespace shm
