// SPDX-License-Identifier: MIT
// A person's own colours, without the old background that shines through soft pixels.
#pragma once

#include "shm/api.hpp"
#include "shm/image.hpp"

namespace shm {

/// Defaults as published; shm/prep_options.hpp has the ranges.
struct ForegroundOptions {
  double regularization = 1e-5;  ///< smoothness where alpha says nothing of a colour
  double gradient_weight = 1;    ///< how much less smooth where alpha has an edge
  int small_size = 32;           ///< levels up to this side (pixels) count as small
  int small_iterations = 10;     ///< on each small level
  int big_iterations = 2;        ///< on each other level

  SHM_API void check() const;  ///< throws InvalidOption
};

/// The colours that the person alone would have, without what shines through from the background:
/// foreground * alpha + background * (1 - alpha) = image; the image itself where alpha is 255. Fast
/// multi-level foreground estimation, Germer et al., 2020.
/// `image` has any format but gray, `alpha` format gray, `foreground` any format but gray, all of
/// one size; `foreground` may be `image`, its own alpha channel, if any, is left alone. Throws
/// InvalidOption, BadInput.
SHM_API void estimate_foreground(const ImageView& image, const ImageView& alpha,
                                 const ForegroundOptions& options,
                                 const MutableImageView& foreground);

}  // namespace shm
