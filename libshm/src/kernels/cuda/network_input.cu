// SPDX-License-Identifier: MIT
// Shows the network a frame, on a GPU.
#include "kernels/cuda/network_input.hpp"
#include "kernels/cuda/on_gpu.cuh"

namespace shm::cuda {

template void network_input(const OnGpu&, const VideoPixels&, const SizeTaps&,
                            const NetworkPicture<float>&, const MutablePlaneView&);
template void network_input(const OnGpu&, const VideoPixels&, const SizeTaps&,
                            const NetworkPicture<Half>&, const MutablePlaneView&);

}  // namespace shm::cuda
