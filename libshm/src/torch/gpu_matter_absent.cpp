// SPDX-License-Identifier: MIT
// Whole frames on a GPU, in a build without kernels for it: there are none.
#include "shm/error.hpp"
#include "torch/gpu_matter.hpp"

namespace shm {

std::unique_ptr<GpuMatter> make_waiting_gpu_matter(const Safetensors& /*weights*/,
                                                   const ModelMetadata& /*model*/, int /*gpu*/,
                                                   Precision /*precision*/) {
  throw DeviceError("this build has no kernels for GPUs, which a CUDA Toolkit's nvcc makes");
}

}  // namespace shm
