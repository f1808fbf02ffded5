// SPDX-License-Identifier: MIT
// Colours of pictures that have an ICC profile.
#pragma once

#include <opencv2/core.hpp>
#include <string>

namespace shm {

/// Grey, BGR or BGRA of 8 or 16 bits in sRGB. The same pixels where the profile is sRGB's, is for
/// other channels (CMYK), or is damaged; and where this was built without lcms2.
cv::Mat to_srgb(const cv::Mat& picture, const std::string& profile);

}  // namespace shm
