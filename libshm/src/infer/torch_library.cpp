// SPDX-License-Identifier: MIT
// libshmmatting-torch.so, which holds the engine on LibTorch: opened when a GPU is asked for.
#include "infer/torch_library.hpp"

#include "base/neighbour.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

const TorchLibrary& opened() {
  const char* const library = "libshmmatting-torch.so.0";
  try {
    return *neighbour_function<TorchLibraryFunction>(library, "SHM_TORCH_LIBRARY",
                                                     torch_library_symbol)();
  } catch (const Error& error) {
    throw DeviceError(std::string("a GPU needs ") + library +
                      ", which scripts/setup --cuda builds: " + error.what());
  }
}

}  // namespace

const TorchLibrary& torch_library() {
  static const TorchLibrary& library = opened();
  return library;
}

}  // namespace shm
