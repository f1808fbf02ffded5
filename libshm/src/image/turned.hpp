// SPDX-License-Identifier: MIT
// Pictures of any depth, turned and mirrored.
#pragma once

#include <opencv2/core.hpp>

#include "shm/turn.hpp"

namespace shm {

/// `picture` itself where nothing is turned.
cv::Mat turned(const cv::Mat& picture, Turn how);

}  // namespace shm
