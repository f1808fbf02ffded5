// SPDX-License-Identifier: MIT
// From raw video to pixels and back.
#pragma once

#include "shm/api.hpp"
#include "shm/image.hpp"
#include "shm/raw_video.hpp"

namespace shm {

/// Writes the same picture to `to`: of the same size, pixels of four bytes, alpha or x 255. Colours
/// are what the standards say, rounded once; chroma is linear between samples.
/// Throws BadInput for another size or kind of pixel.
SHM_API void unpack_video(const RawVideo& from, const MutableImageView& to);

/// Multiplies `alpha` (format gray, the same size) by the frame's own, where it has some.
/// Throws BadInput for another size or kind of pixel.
SHM_API void multiply_by_alpha(const RawVideo& from, const MutableImageView& alpha);

/// Writes the picture `from`, of pixels of four bytes, to `to`, of samples of 8 to 16 bits; chroma
/// is the mean of the pixels that share it. Throws BadInput for another size or kind of pixel or
/// sample.
SHM_API void pack_video(const ImageView& from, const MutableRawVideo& to);

}  // namespace shm
