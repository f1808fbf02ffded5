// SPDX-License-Identifier: MIT
// Frames in a GPU's memory to what is shown of them, there as well.
#pragma once

#include <memory>

#include "shm/api.hpp"
#include "shm/compositor.hpp"
#include "shm/matter.hpp"
#include "shm/raw_video.hpp"

namespace shm {

/// As Matter with zoom=false and Compositor, for the frames of one video that lie in a GPU's
/// memory. Not for use from several threads at once.
class GpuMatter {
 public:
  virtual ~GpuMatter() = default;

  /// `out`: of pixels of four bytes, or 8 bits, and of the frame's size. Throws InvalidOption,
  /// naming it, for an option that is left to Matter and Compositor, DeviceError.
  virtual void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
                     const MutableImageView& out) = 0;
  virtual void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
                     const MutableRawVideo& out) = 0;

  /// Forgets earlier frames.
  virtual void reset() = 0;
};

/// On the GPU that `options.device` names ("cuda:0"). `out` is written when matte() returns, and
/// memory may be of any context of that GPU. Throws as Matter::open.
SHM_API std::unique_ptr<GpuMatter> open_gpu_matter(const ModelOptions& options);

}  // namespace shm
