// SPDX-License-Identifier: MIT
// The matrices between samples of video and R'G'B' of 0 to 255.
#pragma once

#include "kernels/pixel/color_matrix.hpp"
#include "shm/raw_video.hpp"

namespace shm {

ColorMatrix to_rgb(const ColorEncoding& encoding);
ColorMatrix from_rgb(const ColorEncoding& encoding);

}  // namespace shm
