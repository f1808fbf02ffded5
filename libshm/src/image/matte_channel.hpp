// SPDX-License-Identifier: MIT
// Which channel of a picture says where the person is.
#pragma once

#include <opencv2/core.hpp>

namespace shm {

// Of pictures as OpenCV decodes them: grey, BGR or BGRA.

/// Empty where there is none.
cv::Mat alpha_channel(const cv::Mat& picture);

/// The channel that says where the person is: alpha, or the grey of a picture without colours.
/// Empty where there is neither. An opaque alpha says nothing and does not count: an
/// editor added it to a grey mask, or to a photograph.
cv::Mat matte_channel(const cv::Mat& picture);

}  // namespace shm
