// SPDX-License-Identifier: MIT
// What libshmmatting-torch.so is opened for.
#include "infer/torch_library.hpp"
#include "shm/api.hpp"
#include "torch/gpu_matter.hpp"
#include "torch/torch_engine.hpp"

namespace {

std::unique_ptr<shm::Engine> make_gpu_engine(const shm::Safetensors& weights,
                                             const shm::ModelMetadata& model, int gpu,
                                             shm::Precision precision) {
  const c10::Device device(c10::kCUDA, static_cast<c10::DeviceIndex>(gpu));
  return shm::make_torch_engine(weights, model, device, precision);
}

}  // namespace

extern "C" SHM_API const shm::TorchLibrary* shm_torch_library_2() {
  static const shm::TorchLibrary library = {shm::gpu_trouble, make_gpu_engine,
                                            shm::make_waiting_gpu_matter};
  return &library;
}
