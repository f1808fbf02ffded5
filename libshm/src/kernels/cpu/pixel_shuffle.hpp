// SPDX-License-Identifier: MIT
// Four small pictures put together to one of twice the height and width.
#pragma once

#include "kernels/cpu/enlarge.hpp"

namespace shm {

/// Channel 4 c + 2 i + j of pixel (y, x) becomes channel c of pixel (2 y + i, 2 x + j), for rows y
/// of the small picture. Shi et al., Real-Time Single Image and Video Super-Resolution, 2016.
/// In float, Bf16 and whole numbers of 8 bits.
template <typename T>
void pixel_shuffle(const T* from, const PixelRows& size, T* to, Rows rows);

}  // namespace shm
