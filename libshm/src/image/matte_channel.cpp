// SPDX-License-Identifier: MIT
// Which channel of a picture says where the person is.
#include "image/matte_channel.hpp"

#include "image/mat.hpp"

namespace shm {
namespace {

cv::Mat channel(const cv::Mat& picture, int index) {
  cv::Mat result;
  cv::extractChannel(picture, result, index);
  return result;
}

bool is_opaque(const cv::Mat& alpha) {
  return cv::countNonZero(alpha != white(alpha)) == 0;
}

bool equal(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_INF) == 0;
}

}  // namespace

cv::Mat alpha_channel(const cv::Mat& picture) {
  return picture.channels() == 4 ? channel(picture, 3) : cv::Mat();
}

cv::Mat matte_channel(const cv::Mat& picture) {
  if (picture.channels() == 1) return picture;
  const cv::Mat alpha = alpha_channel(picture);
  if (!alpha.empty() && !is_opaque(alpha)) return alpha;
  const cv::Mat blue = channel(picture, 0);
  const bool is_gray = equal(blue, channel(picture, 1)) && equal(blue, channel(picture, 2));
  return is_gray ? blue : cv::Mat();
}

}  // namespace shm
