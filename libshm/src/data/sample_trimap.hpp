// SPDX-License-Identifier: MIT
// Trimaps of samples.
#pragma once

#include <opencv2/core.hpp>

namespace shm {

/// The kernel that the original program makes trimaps of patches with, 10 at 320 pixels, as a share
/// of the patch. Pixels, not rounded.
double usual_trimap_size(int patch_size);

/// The trimap (shm/trimap.hpp) of an 8-bit alpha, by a kernel of `size` pixels but at least 2.
cv::Mat trimap_of(const cv::Mat& alpha, int size);

}  // namespace shm
