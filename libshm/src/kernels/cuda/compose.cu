// SPDX-License-Identifier: MIT
// Puts people before backgrounds, on a GPU.
#include "kernels/cuda/compose.hpp"
#include "kernels/cuda/on_gpu.cuh"

namespace shm::cuda {

template void compose(const OnGpu&, const ComposedPixels&, const MutableImageView&);
template void compose(const OnGpu&, const ComposedPixels&, const MutableRawVideo&,
                      const ColorMatrix&);

}  // namespace shm::cuda
