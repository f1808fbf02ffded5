// SPDX-License-Identifier: MIT
// Fits lines from luminance to alpha, on a GPU.
#include "kernels/cuda/edge_fit.hpp"
#include "kernels/cuda/on_gpu.cuh"

namespace shm::cuda {

template void fit_edges(const OnGpu&, const PlaneView&, const PlaneView&, const GuidedWindow::Gain&,
                        const EdgeFitMemory&);

}  // namespace shm::cuda
