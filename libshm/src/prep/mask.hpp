// SPDX-License-Identifier: MIT
// Masks by a threshold.
#pragma once

#include <string>

#include "shm/image.hpp"

namespace shm {

/// 255 where the alpha or grey is at least `threshold`, else 0.
Image mask_of(const ImageView& matte, int threshold);

/// Says so where nothing reaches `threshold`, as in masks of labels (0, 1) instead of greys (0,
/// 255); empty where something does.
std::string note_if_empty(const ImageView& matte, int threshold);

}  // namespace shm
