// SPDX-License-Identifier: MIT
// What a call of CUDA's run-time says that went wrong.
#pragma once

#include <cuda_runtime_api.h>

#include <string>

#include "shm/error.hpp"

namespace shm::cuda {

/// Throws DeviceError that says what failed.
inline void check(cudaError_t error, const char* what) {
  if (error != cudaSuccess) throw DeviceError(std::string(what) + ": " + cudaGetErrorString(error));
}

}  // namespace shm::cuda
