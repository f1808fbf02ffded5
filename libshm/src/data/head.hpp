// SPDX-License-Identifier: MIT
// Where the head of a person cut out is.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace shm {

/// From the top of the person, which must be there, to the neck: where the outline is a sixth
/// narrower than further up, or the head were more than 1.6 times as high as wide.
cv::Rect head_of(const cv::Mat& alpha);

/// Points of the outline in the upper part of the head.
std::vector<cv::Point> hairline(const cv::Mat& alpha, const cv::Rect& head);

}  // namespace shm
