// SPDX-License-Identifier: MIT
// Puts samples out of focus.

#include "data/defocus.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

constexpr double least_radius = 1 / 360.0, most_radius = 1 / 36.0;  // of the width

/// A disc of sum 1, its rim smooth.
cv::Mat disc(double radius) {
  const int reach = int(std::ceil(radius));
  cv::Mat_<float> kernel(2 * reach + 1, 2 * reach + 1);
  for (int y = -reach; y <= reach; ++y)
    for (int x = -reach; x <= reach; ++x)
      kernel(y + reach, x + reach) = float(std::clamp(radius + 0.5 - std::hypot(x, y), 0.0, 1.0));
  return kernel / cv::sum(kernel)[0];
}

}  // namespace

void defocus(Sample& sample, Random& random) {
  const cv::Mat kernel = disc(random.uniform(least_radius, most_radius) * sample.image.cols);
  for (cv::Mat* part : {&sample.image, &sample.alpha})
    cv::filter2D(*part, *part, -1, kernel, {-1, -1}, 0, cv::BORDER_REFLECT);
}

}  // namespace shm
