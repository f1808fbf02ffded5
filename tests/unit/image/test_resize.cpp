// SPDX-License-Identifier: MIT
// Resizing against averages, for every size and number of threads.
#include "image/resize.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "threads_in_use.hpp"

using shm::Resizer;

namespace {

cv::Mat noise(int rows, int columns, int type) {
  cv::Mat image(rows, columns, type);
  cv::theRNG().state = 7;
  cv::randu(image, 0, 256);
  cv::GaussianBlur(image, image, {}, 3);
  return image;
}

double largest_difference(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_INF);
}

}  // namespace

TEST(Resizer, ShrinksLikeAnAverage) {
  Resizer resizer;
  for (const cv::Size size : {cv::Size(64, 36), {27, 15}, {200, 113}, {639, 359}}) {
    const cv::Mat image = noise(360, 640, CV_8UC4);
    cv::Mat ours, exact;
    resizer.resize(image, ours, size);
    cv::resize(image, exact, size, 0, 0, cv::INTER_AREA);
    EXPECT_LE(largest_difference(ours, exact), 2) << size;
  }
}

TEST(Resizer, TakesEverySize) {
  Resizer resizer;
  for (const cv::Size from : {cv::Size(1, 1), {8191, 17}, {3, 1001}, {640, 480}})
    for (const cv::Size to : {cv::Size(1, 1), {320, 240}, {16, 900}}) {
      cv::Mat result;
      resizer.resize(cv::Mat(from, CV_8UC1, cv::Scalar(9)), result, to);
      EXPECT_EQ(result.size(), to);
      EXPECT_EQ(largest_difference(result, cv::Mat(to, CV_8UC1, cv::Scalar(9))), 0);
    }
}

TEST(Resizer, AFrameOfTheSizeInHandStaysAsItIs) {
  for (const int type : {CV_8UC1, CV_8UC3, CV_8UC4}) {
    const cv::Mat padded = noise(48, 90, type);
    const cv::Mat image = padded.colRange(0, 64);
    cv::Mat result;
    Resizer().resize(image, result, image.size());
    EXPECT_EQ(largest_difference(result, image), 0) << type;
  }
}

TEST(Resizer, AnyNumberOfThreadsGivesTheSamePixels) {
  const cv::Mat image = noise(480, 641, CV_8UC4);
  const auto resized = [&](int threads) {
    const ThreadsInUse set(threads);
    cv::Mat result;
    Resizer().resize(image, result, {319, 241});
    return result;
  };
  for (const int threads : {2, 3, 7})
    EXPECT_EQ(largest_difference(resized(1), resized(threads)), 0) << threads;
}
