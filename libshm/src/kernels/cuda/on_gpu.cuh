// SPDX-License-Identifier: MIT
// How a GPU runs kernels.
#pragma once

#include <cuda_runtime.h>

#include <algorithm>

#include "kernels/cuda/cuda_error.hpp"
#include "kernels/cuda/on_gpu.hpp"

namespace shm::cuda {

template <typename Body>
__global__ void run_each(int width, int height, const __grid_constant__ Body body) {
  for (int y = blockIdx.y * blockDim.y + threadIdx.y; y < height; y += gridDim.y * blockDim.y)
    for (int x = blockIdx.x * blockDim.x + threadIdx.x; x < width; x += gridDim.x * blockDim.x)
      body(x, y);
}

struct BlockOfThreads {
  template <typename Body>
  __device__ void for_each(int count, const Body& body) const {
    for (int i = threadIdx.x; i < count; i += blockDim.x)
      body(i);
    __syncthreads();
  }
};

template <typename Body>
__global__ void run_block(const __grid_constant__ Body body) {
  body(BlockOfThreads{});
}

inline unsigned blocks(int places, unsigned of_block) {
  constexpr unsigned most = 65535;
  return std::min((unsigned(places) + of_block - 1) / of_block, most);
}

template <typename Body>
void OnGpu::for_each(int width, int height, const Body& body) const {
  if (width < 1 || height < 1) return;
  const dim3 block(32, 8);  // a warp along a row: neighbours read neighbouring bytes
  run_each<<<dim3(blocks(width, block.x), blocks(height, block.y)), block, 0, stream_>>>(
      width, height, body);
  check(cudaGetLastError(), "starting a kernel");
}

template <typename Body>
void OnGpu::in_one_block(const Body& body) const {
  constexpr int threads = 64;
  run_block<<<1, threads, 0, stream_>>>(body);
  check(cudaGetLastError(), "starting a kernel");
}

}  // namespace shm::cuda
