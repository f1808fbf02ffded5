// SPDX-License-Identifier: MIT
// Image and alpha of a sample go out of focus alike.
#include "data/defocus.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

/// A white half before a black one, and its alpha.
Sample half() {
  Sample sample{cv::Mat::zeros(360, 360, CV_8UC3), cv::Mat::zeros(360, 360, CV_8UC1), {}};
  sample.image.colRange(180, 360).setTo(cv::Scalar::all(255));
  sample.alpha.colRange(180, 360).setTo(255);
  return sample;
}

/// Pixels of a row that are neither 0 nor 255.
int soft_pixels(const cv::Mat& alpha) {
  return cv::countNonZero(alpha.row(180) > 0) - cv::countNonZero(alpha.row(180) == 255);
}

TEST(Defocus, SoftensImageAndAlphaAlikeByNoMoreThanItsLargestDisc) {
  int most = 0;
  for (std::uint64_t i = 0; i < 20; ++i) {
    Sample sample = half();
    Random random{i};
    defocus(sample, random);
    cv::Mat blue;
    cv::extractChannel(sample.image, blue, 0);
    EXPECT_LE(cv::norm(blue, sample.alpha, cv::NORM_INF), 1);
    EXPECT_NEAR(cv::mean(sample.alpha)[0], 127.5, 0.5);
    EXPECT_GE(soft_pixels(sample.alpha), 1);
    most = std::max(most, soft_pixels(sample.alpha));
  }
  EXPECT_GE(most, 12);
  EXPECT_LE(most, 22);
}

}  // namespace
}  // namespace shm
