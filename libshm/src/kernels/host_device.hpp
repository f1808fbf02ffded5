// SPDX-License-Identifier: MIT
// What loops of the CPU and kernels of a GPU both call.
#pragma once

/// For functions that are compiled for the CPU, and by nvcc for a GPU as well.
#ifdef __CUDACC__
#define SHM_HOST_DEVICE inline __host__ __device__
#else
#define SHM_HOST_DEVICE inline __attribute__((always_inline))
#endif
