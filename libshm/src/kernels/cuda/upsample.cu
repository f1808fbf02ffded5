// SPDX-License-Identifier: MIT
// Brings alpha to the frame's size, on a GPU.
#include "kernels/cuda/on_gpu.cuh"
#include "kernels/cuda/upsample.hpp"

namespace shm::cuda {

template void upsample(const OnGpu&, const VideoPixels&, const PlaneView&, const EdgeFitMemory&,
                       const LuminanceHistory&, const MutableImageView&);

}  // namespace shm::cuda
