// SPDX-License-Identifier: MIT
// All that nvcc compiles for a GPU, for the CPU: on_gpu.cuh is that of loops/.
#include "kernels/cuda/blur_room.cu"
#include "kernels/cuda/color_layers.cu"
#include "kernels/cuda/compose.cu"
#include "kernels/cuda/edge_fit.cu"
#include "kernels/cuda/edge_shape.cu"
#include "kernels/cuda/network_input.cu"
#include "kernels/cuda/temporal.cu"
#include "kernels/cuda/upsample.cu"
