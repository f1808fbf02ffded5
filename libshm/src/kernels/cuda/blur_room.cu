// SPDX-License-Identifier: MIT
// Blurs the room, on a GPU.
#include "kernels/cuda/blur_room.hpp"
#include "kernels/cuda/on_gpu.cuh"

namespace shm::cuda {

template void blur_room(const OnGpu&, const AlphaPixels&, const SizeTaps&, const Gaussian&,
                        const ColorShifts&, const RoomMemory&);

}  // namespace shm::cuda
