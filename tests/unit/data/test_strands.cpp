// SPDX-License-Identifier: MIT
// Loose hair is added softly, and to nobody where nobody is.
#include "data/strands.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

constexpr int size = 400;
const cv::Scalar hair(20, 40, 60);

/// A head of 120 x 160 pixels on shoulders.
Sample bald_person() {
  Sample person{cv::Mat(size, size, CV_8UC3, hair), cv::Mat::zeros(size, size, CV_8UC1), {}};
  cv::ellipse(person.alpha, {size / 2, 160}, {60, 80}, 0, 0, 360, 255, cv::FILLED);
  cv::rectangle(person.alpha, {80, 250, 240, 150}, 255, cv::FILLED);
  cv::rectangle(person.alpha, {180, 220, 40, 60}, 255, cv::FILLED);
  return person;
}

TEST(Strands, AddSoftHairInTheHeadsColorAndTakeNothingAway) {
  const Sample before = bald_person();
  for (std::uint64_t i = 0; i < 10; ++i) {
    Sample after = bald_person();
    Random random{i};
    add_strands(after, random);
    const int by = (after.alpha.cols - size) / 2;
    const cv::Mat alpha = after.alpha({by, by, size, size});
    EXPECT_EQ(cv::countNonZero(alpha < before.alpha), 0);
    EXPECT_GT(cv::sum(after.alpha)[0], cv::sum(before.alpha)[0]);
    EXPECT_GT(cv::countNonZero((after.alpha > 0) & (after.alpha < 255)), 20);
    EXPECT_LE(cv::norm(after.image, cv::Mat(after.image.size(), CV_8UC3, hair), cv::NORM_INF), 20);
  }
}

TEST(Strands, NobodyHasNone) {
  Sample nobody{cv::Mat(size, size, CV_8UC3, hair), cv::Mat::zeros(size, size, CV_8UC1), {}};
  Random random{1};
  add_strands(nobody, random);
  EXPECT_EQ(nobody.alpha.size(), cv::Size(size, size));
  EXPECT_EQ(cv::countNonZero(nobody.alpha), 0);
}

}  // namespace
}  // namespace shm
