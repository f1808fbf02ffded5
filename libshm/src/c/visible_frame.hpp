// SPDX-License-Identifier: MIT
// A frame without what its own alpha hides.
#pragma once

#include "shm/image.hpp"

namespace shm::c {

/// Copies nothing of a frame that is opaque.
class VisibleFrame {
 public:
  explicit VisibleFrame(const ImageView& frame);

  /// The frame, which has the mean of its other colours where it is clear.
  ImageView colors() const { return own_alpha_.empty() ? frame_ : seen_.view(); }

  /// Takes out of an alpha of the frame's size what the frame hides.
  void limit(const MutableImageView& alpha) const;

 private:
  void read_own_alpha(int place);

  ImageView frame_;
  Image own_alpha_;
  Image seen_;
};

}  // namespace shm::c
