// SPDX-License-Identifier: MIT
// Masks by a threshold.

#include "prep/mask.hpp"

#include <opencv2/core.hpp>

#include "base/check_options.hpp"
#include "image/mat.hpp"
#include "shm/error.hpp"
#include "shm/prep_options.hpp"
#include "shm/prepare.hpp"

namespace shm {

void MaskOptions::check() const {
  check_options(*this);
}

Image mask_of(const ImageView& matte, int threshold) {
  Image mask(matte.width, matte.height, PixelFormat::gray);
  cv::Mat result = as_mat(mask.view());
  cv::compare(as_mat(matte), threshold, result, cv::CMP_GE);
  return mask;
}

std::string note_if_empty(const ImageView& matte, int threshold) {
  double largest = 0;
  cv::minMaxLoc(as_mat(matte), nullptr, &largest);
  if (largest >= threshold) return {};
  return "no person: the largest value is " + std::to_string(int(largest)) +
         ", below the threshold " + std::to_string(threshold);
}

}  // namespace shm
