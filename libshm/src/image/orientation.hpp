// SPDX-License-Identifier: MIT
// Lays a picture as its orientation says.
#pragma once

#include <opencv2/core.hpp>

namespace shm {

/// `orientation` as EXIF has it: 1 upright to 8. May turn `picture` in place.
cv::Mat upright(cv::Mat picture, int orientation);

}  // namespace shm
