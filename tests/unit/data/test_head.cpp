// SPDX-License-Identifier: MIT
// Heads are found whatever the hair, and the hairline around their top.
#include "data/head.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

/// A head of 120 x 160 pixels from row 80 on, a neck, shoulders.
cv::Mat person() {
  cv::Mat alpha = cv::Mat::zeros(400, 400, CV_8UC1);
  cv::ellipse(alpha, {200, 160}, {60, 80}, 0, 0, 360, 255, cv::FILLED);
  cv::rectangle(alpha, {180, 220, 40, 60}, 255, cv::FILLED);
  cv::rectangle(alpha, {80, 250, 240, 150}, 255, cv::FILLED);
  return alpha;
}

TEST(Head, EndsWhereTheOutlineBecomesNarrow) {
  const cv::Rect head = head_of(person());
  EXPECT_EQ(head.y, 80);
  EXPECT_EQ(head.width, 121);
  EXPECT_GT(head.br().y, 190);
  EXPECT_LT(head.br().y, 230);
}

TEST(Head, IsFoundBelowATuftOfHair) {
  cv::Mat alpha = person();
  alpha({198, 40, 3, 60}).setTo(255);
  EXPECT_EQ(head_of(alpha).width, 121);
}

TEST(Head, ThatIsAllOfThePictureIsNoTallerThanHeadsAre) {
  const cv::Rect head = head_of(cv::Mat(400, 100, CV_8UC1, cv::Scalar(255)));
  EXPECT_NEAR(head.height, 160, 2);
}

TEST(Hairline, IsAroundTheTopAndNotAtTheNeck) {
  const cv::Mat alpha = person();
  const cv::Rect head = head_of(alpha);
  const std::vector<cv::Point> points = hairline(alpha, head);
  EXPECT_GT(points.size(), 150U);
  for (const cv::Point& point : points)
    EXPECT_LT(point.y, head.y + 0.6 * head.height);
}

}  // namespace
}  // namespace shm
