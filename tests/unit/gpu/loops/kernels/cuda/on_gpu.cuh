// SPDX-License-Identifier: MIT
// Stands in for how a GPU runs kernels: loops of the CPU, which a failing run-time may end.
#pragma once

#include "kernels/cuda/cuda_error.hpp"
#include "kernels/cuda/on_cpu.hpp"
#include "kernels/cuda/on_gpu.hpp"

namespace shm::cuda {

template <typename Body>
void OnGpu::for_each(int width, int height, const Body& body) const {
  OnCpu().for_each(width, height, body);
  check(cudaGetLastError(), "starting a kernel");
}

template <typename Body>
void OnGpu::in_one_block(const Body& body) const {
  OnCpu().in_one_block(body);
  check(cudaGetLastError(), "starting a kernel");
}

}  // namespace shm::cuda
