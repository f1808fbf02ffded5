// SPDX-License-Identifier: MIT
// Smooths alpha over time, on a GPU.
#include "kernels/cuda/on_gpu.cuh"
#include "kernels/cuda/temporal.hpp"

namespace shm::cuda {

template void smooth(const OnGpu&, const PlaneView&, const PlaneView&, const Smoothed<const float>&,
                     const Smoothed<float>&, float);

}  // namespace shm::cuda
