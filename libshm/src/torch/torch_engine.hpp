// SPDX-License-Identifier: MIT
// The engine on LibTorch: GPUs, and the reference on the CPU that the other one is held to.
#pragma once

#include <memory>

#include <c10/core/Device.h>

#include "engine/engine.hpp"

namespace shm {

/// fp32 on any device, fp16 on a GPU; automatic is fp16 there, fp32 on the CPU. Throws BadModel
/// where the tensors are not those of the model's architecture, InvalidOption for any other
/// precision.
std::unique_ptr<Engine> make_torch_engine(const Safetensors& weights, const ModelMetadata& model,
                                          const c10::Device& device, Precision precision);

/// Why the GPU of that number cannot be used; empty where it can.
std::string gpu_trouble(int gpu);

}  // namespace shm
