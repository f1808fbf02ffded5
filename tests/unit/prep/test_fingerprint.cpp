// SPDX-License-Identifier: MIT
// Pictures that are all but the same, and people who are not.
#include "prep/fingerprint.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "portrait.hpp"

namespace {

shm::Fingerprint print_of(const cv::Mat& bgr) {
  cv::Mat rgb;
  cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
  return shm::fingerprint(
      {rgb.data, rgb.cols, rgb.rows, std::ptrdiff_t(rgb.step), shm::PixelFormat::rgb});
}

bool alike(const cv::Mat& a, const cv::Mat& b) {
  return shm::near_duplicates(print_of(a), print_of(b), 6);
}

}  // namespace

TEST(Fingerprint, SurvivesResizingCompressionAndLight) {
  const cv::Mat picture = Portrait(1, {300, 400}).image;
  cv::Mat small, bright;
  cv::resize(picture, small, {111, 150}, 0, 0, cv::INTER_AREA);
  picture.convertTo(bright, -1, 0.8, 20);
  const std::string bytes = encoded(".jpg", picture, {cv::IMWRITE_JPEG_QUALITY, 30});
  const std::vector<char> jpeg(bytes.begin(), bytes.end());
  EXPECT_TRUE(alike(picture, small));
  EXPECT_TRUE(alike(picture, bright));
  EXPECT_TRUE(alike(picture, cv::imdecode(jpeg, cv::IMREAD_COLOR)));
}

TEST(Fingerprint, TellsPeopleApart) {
  for (int i = 0; i < 40; ++i)
    for (int j = i + 1; j < 40; ++j)
      EXPECT_FALSE(alike(Portrait(i).image, Portrait(j).image)) << i << " " << j;
}

TEST(Fingerprint, TakesTheSmallestPictures) {
  const cv::Mat dot(1, 1, CV_8UC3, cv::Scalar(1, 2, 3)), line(1, 300, CV_8UC3, cv::Scalar(1, 2, 3));
  EXPECT_TRUE(alike(dot, dot));
  EXPECT_TRUE(alike(line, line));
}
