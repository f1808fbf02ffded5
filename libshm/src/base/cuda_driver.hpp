// SPDX-License-Identifier: MIT
// NVIDIA's driver, which a machine need not have.
#pragma once

namespace shm {

/// Throws DeviceError that says why the GPU of that number cannot be used, and what to do about it.
/// Opens the driver for it: the library `driver`, by name or by file.
void check_gpu(int gpu, const char* driver = "libcuda.so.1");

}  // namespace shm
