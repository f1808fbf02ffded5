// SPDX-License-Identifier: MIT
// libshmmatting-torch.so, which holds the engine on LibTorch: opened when a GPU is asked for.
#pragma once

#include <memory>
#include <string>

#include "engine/engine.hpp"
#include "shm/gpu_matter.hpp"

namespace shm {

struct TorchLibrary {
  /// Why LibTorch cannot use the GPU of that number, which works; empty where it can.
  std::string (*gpu_trouble)(int gpu);
  /// Throws as make_cpu_engine.
  std::unique_ptr<Engine> (*make_gpu_engine)(const Safetensors& weights, const ModelMetadata& model,
                                             int gpu, Precision precision);
  /// Throws as open_gpu_matter.
  std::unique_ptr<GpuMatter> (*make_gpu_matter)(const Safetensors& weights,
                                                const ModelMetadata& model, int gpu,
                                                Precision precision);
};

/// Goes up whenever TorchLibrary, or a class that it hands out, changes shape.
inline constexpr const char* torch_library_symbol = "shm_torch_library_2";
using TorchLibraryFunction = const TorchLibrary* (*)();

/// Opens it, once, beside this library; SHM_TORCH_LIBRARY in the environment names another file.
/// Throws DeviceError with the remedy.
const TorchLibrary& torch_library();

}  // namespace shm
