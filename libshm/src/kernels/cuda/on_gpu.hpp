// SPDX-License-Identifier: MIT
// A stream of work for a GPU.
#pragma once

struct CUstream_st;

namespace shm::cuda {

/// As OnCpu; what it is asked for is done when the stream has come to it. Only what nvcc compiles
/// can ask it for something new (on_gpu.cuh).
class OnGpu {
 public:
  /// A cudaStream_t, which must live longer; nullptr: the default one.
  explicit OnGpu(CUstream_st* stream) : stream_(stream) {}

  /// Both throw DeviceError where the GPU takes no more.
  template <typename Body>
  void for_each(int width, int height, const Body& body) const;
  template <typename Body>
  void in_one_block(const Body& body) const;

 private:
  CUstream_st* stream_;
};

}  // namespace shm::cuda
