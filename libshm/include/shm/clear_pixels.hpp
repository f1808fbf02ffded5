// SPDX-License-Identifier: MIT
// Colours under what is clear.
#pragma once

#include "shm/api.hpp"
#include "shm/image.hpp"

namespace shm {

/// Gives the pixels of `picture`, which has colours, that are 0 in `alpha` (format gray) the mean
/// colour of the others: whatever is there is not to be seen, by a network either. Throws BadInput
/// for another size or kind of pixel.
SHM_API void hide_clear(const ImageView& alpha, const MutableImageView& picture);

}  // namespace shm
