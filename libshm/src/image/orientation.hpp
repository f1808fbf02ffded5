// SPDX-License-Identifier: MIT
// Lays a picture as its orientation says.
#pragma once

#include <opencv2/core.hpp>

namespace shm {

/// `orientation` as EXIF has it: 1 (upright, then it is `picture` itself) to 8.
cv::Mat upright(const cv::Mat& picture, int orientation);

}  // namespace shm
