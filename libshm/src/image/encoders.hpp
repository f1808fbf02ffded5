// SPDX-License-Identifier: MIT
// Files of pictures that are grey, BGR or BGRA.
#pragma once

#include <opencv2/core.hpp>
#include <string>

namespace shm {

// They throw WriteError.

/// Without alpha. `quality` is 0 to 100.
std::string encode_jpeg(const cv::Mat& picture, int quality);

/// Of 8 or 16 bits.
std::string encode_png(const cv::Mat& picture);

/// Without loss.
std::string encode_webp(const cv::Mat& picture);

}  // namespace shm
