// SPDX-License-Identifier: MIT
// Estimates foreground and background, on a GPU.
#include "kernels/cuda/color_layers.hpp"
#include "kernels/cuda/on_gpu.cuh"

namespace shm::cuda {

template void estimate_layers(const OnGpu&, const AlphaPixels&, const SizeTaps&,
                              const LayerMemory&);

}  // namespace shm::cuda
