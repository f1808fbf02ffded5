// SPDX-License-Identifier: MIT
// Convolutions between pictures of two sizes, without a zero that is multiplied.
#pragma once

#include "engine/folding.hpp"

namespace shm {

// A picture of twice the size as four pictures of the size, one for each (row, column) modulo 2:
// channel c of pixel (2 y + i, 2 x + j) is channel 4 c + 2 i + j of pixel (y, x), as pixel_shuffle
// has it. Shi et al., Real-Time Single Image and Video Super-Resolution, 2016.

/// A transposed convolution 5x5 of stride 2, padding 2, output padding 1, without bias, as a 3x3
/// convolution that gives the four pictures.
FoldedConvolution sub_pixel(const FoldedConvolution& transposed);

/// A 3x3 or 5x5 convolution of stride 1 on the large picture as a 3x3 one from four pictures to
/// four. Worth it where few channels come out: then the many that go in need not be shuffled.
FoldedConvolution on_sub_pixels(const FoldedConvolution& conv);

}  // namespace shm
