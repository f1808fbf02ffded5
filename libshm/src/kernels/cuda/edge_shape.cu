// SPDX-License-Identifier: MIT
// Moves and softens alpha's edges, on a GPU.
#include "kernels/cuda/edge_shape.hpp"
#include "kernels/cuda/on_gpu.cuh"

namespace shm::cuda {

template void shape_edges(const OnGpu&, double, int, EdgeShapeMemory&);

}  // namespace shm::cuda
