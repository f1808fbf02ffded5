// SPDX-License-Identifier: MIT
// A person's own colours, without the old background that shines through soft pixels.
#pragma once

#include "shm/api.hpp"
#include "shm/foreground_options.hpp"
#include "shm/image.hpp"

namespace shm {

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
