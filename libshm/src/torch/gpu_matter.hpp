// SPDX-License-Identifier: MIT
// Frames in a GPU's memory to what is shown of them, there as well.
#pragma once

#include <memory>

#include "model/safetensors.hpp"
#include "shm/compositor.hpp"
#include "shm/matter.hpp"
#include "shm/raw_video.hpp"

struct CUstream_st;

namespace shm {

/// As DeviceMatter. What it is asked for is done when its stream has come to it. Not for use from
/// several threads at once.
class GpuMatter {
 public:
  virtual ~GpuMatter() = default;

  virtual void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
                     const MutableImageView& out) = 0;
  virtual void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
                     const MutableRawVideo& out) = 0;

  /// Forgets earlier frames.
  virtual void reset() = 0;
};

/// `stream`: a cudaStream_t of that GPU, not the default one, which must live longer. Throws as
/// make_torch_engine, DeviceError.
std::unique_ptr<GpuMatter> make_gpu_matter(const Safetensors& weights, const ModelMetadata& model,
                                           int gpu, Precision precision, CUstream_st* stream);

}  // namespace shm
