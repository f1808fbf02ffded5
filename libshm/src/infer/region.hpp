// SPDX-License-Identifier: MIT
// The part of a frame in which people are shown.
#pragma once

#include <opencv2/core.hpp>

#include "shm/matter.hpp"

namespace shm {

/// FrameOptions' region in a frame of that size; empty where it is nowhere.
cv::Rect region_of(const FrameOptions& options, cv::Size frame);

/// Takes away what of alpha lies outside FrameOptions' region. Its border is soft where it is not
/// the frame's: alpha fades over a fiftieth of the frame's shorter side, within. In place, bytes or
/// floats; nothing is done where the region is the whole frame.
void keep_region(const FrameOptions& options, cv::Mat& alpha);

}  // namespace shm
