// SPDX-License-Identifier: MIT
// A frame without what its own alpha hides.
#pragma once

#include "shm/image.hpp"
#include "shm/raw_video.hpp"

namespace shm::c {

/// Copies nothing of a frame that is opaque.
class VisibleFrame {
 public:
  explicit VisibleFrame(const ImageView& frame);

  /// The frame, which has the mean of its other colours where it is clear.
  ImageView colors() const { return seen_.empty() ? frame_ : seen_.view(); }

  /// Takes out of an alpha of the frame's size what the frame hides.
  void limit(const MutableImageView& alpha) const;

 private:
  ImageView frame_;
  RawVideo own_;  ///< its alpha alone
  Image seen_;    ///< empty: the frame is opaque
};

}  // namespace shm::c
