// SPDX-License-Identifier: MIT
// The network's probabilities as a trimap of the frame's size.
#include "infer/trimap_image.hpp"

#include <opencv2/imgproc.hpp>

#include "image/mat.hpp"
#include "shm/trimap.hpp"

namespace shm {

void write_trimap(const cv::Mat& background, const cv::Mat& unknown, const cv::Mat& foreground,
                  const MutableImageView& trimap) {
  cv::Mat planes[3];
  const cv::Size size(trimap.width, trimap.height);
  cv::resize(background, planes[0], size, 0, 0, cv::INTER_LINEAR);
  cv::resize(unknown, planes[1], size, 0, 0, cv::INTER_LINEAR);
  cv::resize(foreground, planes[2], size, 0, 0, cv::INTER_LINEAR);
  cv::Mat pixels = as_mat(trimap);
  pixels = cv::Scalar(trimap_background);
  pixels.setTo(trimap_unknown, planes[1] > planes[0]);
  pixels.setTo(trimap_foreground, (planes[2] > planes[0]) & (planes[2] >= planes[1]));
}

}  // namespace shm
