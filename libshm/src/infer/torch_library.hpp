// SPDX-License-Identifier: MIT
// libshmmatting-torch.so, which holds the engine on LibTorch: opened when a GPU is asked for.
#pragma once

#include <memory>
#include <string>

#include "engine/engine.hpp"

namespace shm {

struct TorchLibrary {
  /// Why LibTorch cannot use the GPU of that number, which works; empty where it can.
  std::string (*gpu_trouble)(int gpu);
  /// Throws as make_cpu_engine.
  std::unique_ptr<Engine> (*make_gpu_engine)(const Safetensors& weights, const ModelMetadata& model,
                                             int gpu, Precision precision);
};

/// Goes up whenever TorchLibrary, or a class that it hands out, changes shape.
inline constexpr const char* torch_library_symbol = "shm_torch_library_1";
using TorchLibraryFunction = const TorchLibrary* (*)();

/// Opens it, once, beside this library; SHM_TORCH_LIBRARY in the environment names another file.
/// Throws DeviceError with the remedy.
const TorchLibrary& torch_library();

}  // namespace shm
