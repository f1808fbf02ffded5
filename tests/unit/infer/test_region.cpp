// SPDX-License-Identifier: MIT
// Nobody outside the region, everybody inside, and a fade between.
#include "infer/region.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

constexpr int width = 200, height = 100;
constexpr int fade = 2;  // a fiftieth of the shorter side

cv::Mat kept(const FrameOptions& options, int type, double white) {
  cv::Mat alpha(height, width, type, cv::Scalar(white));
  keep_region(options, alpha);
  return alpha;
}

double most(const cv::Mat& part) {
  return cv::norm(part, cv::NORM_INF);
}

double least(const cv::Mat& part) {
  double least = 0;
  cv::minMaxLoc(part, &least);
  return least;
}

TEST(Region, IsTheWholeFrameUnlessOneIsChosen) {
  EXPECT_EQ(least(kept({}, CV_8UC1, 255)), 255);
}

TEST(Region, HasNobodyOutside) {
  const FrameOptions quarter{
      .region_left = 0.25, .region_top = 0.5, .region_right = 0.75, .region_bottom = 1};
  for (const auto& [type, white] : {std::pair{CV_8UC1, 255.0}, {CV_32FC1, 1.0}}) {
    const cv::Mat alpha = kept(quarter, type, white);
    const cv::Rect inside(50, 50, 100, 50);
    cv::Mat outside = alpha.clone();
    outside(inside) = 0;
    EXPECT_EQ(most(outside), 0);
    EXPECT_EQ(least(alpha({50 + fade, 50 + fade, 100 - 2 * fade, 50 - fade})), white)
        << "down to the frame's own border";
  }
}

TEST(Region, FadesWithinItsBorder) {
  const cv::Mat alpha = kept({.region_left = 0.5}, CV_8UC1, 255);
  EXPECT_EQ(alpha.at<std::uint8_t>(50, 99), 0);
  EXPECT_EQ(alpha.at<std::uint8_t>(50, 100), 64);
  EXPECT_EQ(alpha.at<std::uint8_t>(50, 101), 191);
  EXPECT_EQ(alpha.at<std::uint8_t>(50, 102), 255);
}

TEST(Region, WithoutAnInsideHasNobody) {
  EXPECT_EQ(most(kept({.region_left = 0.6, .region_right = 0.4}, CV_8UC1, 255)), 0);
  EXPECT_EQ(most(kept({.region_top = 1}, CV_8UC1, 255)), 0);
}

}  // namespace
}  // namespace shm
