// SPDX-License-Identifier: MIT
// NVIDIA's driver, which a machine need not have.
#pragma once

namespace shm {

/// The file that SHM_CUDA_DRIVER in the environment names; null where it names none.
const char* named_cuda_driver();

/// Throws DeviceError that says why the GPU of that number cannot be used, and what to do about it.
/// Opens the driver for it: libcuda.so.1, unless another one is named.
void check_gpu(int gpu);

}  // namespace shm
