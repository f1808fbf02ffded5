// SPDX-License-Identifier: MIT
// Frames in a GPU's memory to what is shown of them, there as well.
#pragma once

#include <memory>

#include "model/safetensors.hpp"
#include "shm/gpu_matter.hpp"

struct CUstream_st;

namespace shm {

/// What it is asked for is done when its stream has come to it. `stream`: a cudaStream_t of that
/// GPU, not the default one, which must live longer. Throws as make_torch_engine, DeviceError.
std::unique_ptr<GpuMatter> make_gpu_matter(const Safetensors& weights, const ModelMetadata& model,
                                           int gpu, Precision precision, CUstream_st* stream);

/// As open_gpu_matter; DeviceError where the build has no kernels for GPUs.
std::unique_ptr<GpuMatter> make_waiting_gpu_matter(const Safetensors& weights,
                                                   const ModelMetadata& model, int gpu,
                                                   Precision precision);

}  // namespace shm
