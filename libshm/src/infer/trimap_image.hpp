// SPDX-License-Identifier: MIT
// The network's probabilities as a trimap of the frame's size.
#pragma once

#include <opencv2/core.hpp>

#include "shm/image.hpp"

namespace shm {

/// Writes the most likely of three classes, probabilities of one size, at the size of `trimap`
/// (format gray): 0 background, 128 unknown, 255 foreground.
void write_trimap(const cv::Mat& background, const cv::Mat& unknown, const cv::Mat& foreground,
                  const MutableImageView& trimap);

}  // namespace shm
