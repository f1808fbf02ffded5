// SPDX-License-Identifier: MIT
// Four small pictures put together to one of twice the height and width.
#pragma once

#include "kernels/cpu/enlarge.hpp"

namespace shm {

/// Channel 4 c + 2 i + j of pixel (y, x) becomes channel c of pixel (2 y + i, 2 x + j), for rows y
/// of the small picture. Shi et al., Real-Time Single Image and Video Super-Resolution, 2016.
void pixel_shuffle(const float* from, const PixelRows& size, float* to, Rows rows);
void pixel_shuffle(const Bf16* from, const PixelRows& size, Bf16* to, Rows rows);
void pixel_shuffle(const std::int8_t* from, const PixelRows& size, std::int8_t* to, Rows rows);
void pixel_shuffle(const std::uint8_t* from, const PixelRows& size, std::uint8_t* to, Rows rows);

}  // namespace shm
