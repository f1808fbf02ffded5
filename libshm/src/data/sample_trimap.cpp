// SPDX-License-Identifier: MIT
// Trimaps of samples.

#include "data/sample_trimap.hpp"

#include <algorithm>

#include "image/mat.hpp"
#include "shm/trimap.hpp"

namespace shm {

double usual_trimap_size(int patch_size) {
  return 10 * patch_size / 320.0;
}

cv::Mat trimap_of(const cv::Mat& alpha, int size) {
  const Image trimap =
      trimap_from_alpha(image_view(alpha, PixelFormat::gray), {.size = std::max(2, size)});
  return as_mat(trimap.view()).clone();
}

}  // namespace shm
