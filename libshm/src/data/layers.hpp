// SPDX-License-Identifier: MIT
// Puts people before scenes, for samples.
#pragma once

#include "data/sample.hpp"

namespace shm {

/// The person of `front` before what `behind` shows; its alpha and colours over those of `behind`.
/// All are of one size.
Sample layered(const Sample& front, const Sample& behind);

/// A picture in which nobody is.
Sample empty_scene(const cv::Mat& picture);

}  // namespace shm
