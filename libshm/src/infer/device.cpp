// SPDX-License-Identifier: MIT
// Which device a model is worked on.
#include "infer/device.hpp"

#include <filesystem>

#include "base/cuda_driver.hpp"
#include "infer/torch_library.hpp"
#include "model/device_name.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// Whether the system has one of NVIDIA's, as far as it costs nothing to find out.
bool gpu_is_likely() {
  std::error_code none;
  return named_cuda_driver() != nullptr || std::filesystem::exists("/dev/nvidiactl", none) ||
         std::filesystem::exists("/dev/dxg", none);
}

EngineChoice on_gpu(int gpu, const Safetensors& weights, const ModelMetadata& model,
                    Precision precision) {
  const std::string name = "cuda:" + std::to_string(gpu);
  try {
    check_gpu(gpu);
  } catch (const DeviceError& error) {
    throw DeviceError(name + ": " + error.what());
  }
  const TorchLibrary& library = torch_library();
  const std::string trouble = library.gpu_trouble(gpu);
  if (!trouble.empty()) throw DeviceError(name + ": " + trouble);
  return {library.make_gpu_engine(weights, model, gpu, precision), name, ""};
}

EngineChoice on_cpu(const Safetensors& weights, const ModelMetadata& model, Precision precision,
                    const std::string& fallback) {
  return {make_cpu_engine(weights, model, precision), "cpu", fallback};
}

}  // namespace

EngineChoice make_engine(const std::string& device, const Safetensors& weights,
                         const ModelMetadata& model, Precision precision) {
  const DeviceName name = DeviceName::parse(device);
  const int gpu = name.gpu.value_or(0);
  if (name.kind == DeviceName::Kind::gpu) return on_gpu(gpu, weights, model, precision);
  if (name.kind == DeviceName::Kind::cpu || !gpu_is_likely())
    return on_cpu(weights, model, precision, "");
  try {
    return on_gpu(gpu, weights, model, precision);
  } catch (const DeviceError& error) {
    return on_cpu(weights, model, precision, error.what());
  }
}

}  // namespace shm
