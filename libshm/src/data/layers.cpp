// SPDX-License-Identifier: MIT
// Puts people before scenes, for samples.

#include "data/layers.hpp"

namespace shm {
namespace {

/// a over b, weighed by 0..255, rounded.
std::uint8_t mixed(int a, int b, int weight) {
  return std::uint8_t((a * weight + b * (255 - weight) + 127) / 255);
}

void mix_row(const Sample& front, const Sample& behind, int y, Sample& result) {
  const auto* weight = front.alpha.ptr<std::uint8_t>(y);
  const auto* alpha_behind = behind.alpha.ptr<std::uint8_t>(y);
  const auto* near = front.image.ptr<std::uint8_t>(y);
  const auto* far = behind.image.ptr<std::uint8_t>(y);
  auto* alpha = result.alpha.ptr<std::uint8_t>(y);
  auto* image = result.image.ptr<std::uint8_t>(y);
  for (int x = 0; x < result.image.cols; ++x) {
    alpha[x] = mixed(255, alpha_behind[x], weight[x]);
    for (int c = 3 * x; c < 3 * x + 3; ++c)
      image[c] = mixed(near[c], far[c], weight[x]);
  }
}

}  // namespace

Sample layered(const Sample& front, const Sample& behind) {
  Sample result{cv::Mat(front.image.size(), CV_8UC3), cv::Mat(front.alpha.size(), CV_8UC1), {}};
  for (int y = 0; y < result.image.rows; ++y)
    mix_row(front, behind, y, result);
  return result;
}

Sample empty_scene(const cv::Mat& picture) {
  return {picture, cv::Mat::zeros(picture.size(), CV_8UC1), {}};
}

}  // namespace shm
