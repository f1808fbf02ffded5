// SPDX-License-Identifier: MIT
// A picture of noise for networks, and how far their answers lie apart.
#pragma once

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

/// The same at every run.
inline cv::Mat noise(int height, int width) {
  cv::Mat picture(height, width, CV_8UC3);
  cv::RNG random(5);
  random.fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

inline double worst_difference(const cv::Mat& a, const cv::Mat& b) {
  EXPECT_EQ(a.size(), b.size());
  return cv::norm(a, b, cv::NORM_INF);
}
