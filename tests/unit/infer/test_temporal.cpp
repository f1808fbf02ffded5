// SPDX-License-Identifier: MIT
// Less flicker where nothing moves, no trail where something does.
#include "infer/temporal.hpp"

#include <gtest/gtest.h>

#include "threads_in_use.hpp"

using shm::Scratch;
using shm::TemporalFilter;

namespace {

constexpr int side = 64;

cv::Mat noisy(const cv::Mat& of, double sigma, int seed) {
  cv::Mat noise(of.size(), of.type());
  cv::RNG(std::uint64_t(seed)).fill(noise, cv::RNG::NORMAL, 0, sigma);
  return of + noise;
}

cv::Mat room() {
  cv::Mat picture(side, side, CV_32FC1, cv::Scalar(0.4));
  picture.colRange(20, 40) = 0.65;
  return picture;
}

/// A bright block, 12 pixels wide, and its alpha.
struct Frame {
  cv::Mat picture = cv::Mat(side, side, CV_32FC1, cv::Scalar::all(0.3));
  cv::Mat alpha = cv::Mat::zeros(side, side, CV_32FC1);

  explicit Frame(int left) {
    const cv::Rect block(left, 20, 12, 24);
    picture(block) = cv::Scalar::all(0.7);
    alpha(block) = 1.0;
  }
};

double flicker(double strength) {
  TemporalFilter filter;
  Scratch scratch;
  const cv::Mat truth(side, side, CV_32FC1, cv::Scalar(0.5));
  cv::Mat before;
  double sum = 0;
  for (int frame = 0; frame < 40; ++frame) {
    cv::Mat alpha = noisy(truth, 0.1, 100 + frame);
    filter.run(noisy(room(), 0.008, frame), strength, alpha, scratch);
    if (frame >= 20) sum += cv::norm(alpha, before, cv::NORM_L1) / (side * side);
    alpha.copyTo(before);
  }
  return sum / 20;
}

}  // namespace

TEST(TemporalFilter, StillPictureFlickersLess) {
  const double single = flicker(0);
  EXPECT_LT(flicker(0.5), 0.5 * single);
  EXPECT_LT(flicker(1), 0.15 * single);
}

TEST(TemporalFilter, MovingPersonLeavesNoTrail) {
  TemporalFilter filter;
  Scratch scratch;
  for (int left = 4; left <= 44; left += 4) {
    const Frame frame(left);
    cv::Mat alpha = frame.alpha.clone();
    filter.run(frame.picture, 1, alpha, scratch);
    EXPECT_LT(cv::norm(alpha, frame.alpha, cv::NORM_INF), 1e-5) << "block at " << left;
  }
}

TEST(TemporalFilter, SlowMovementLeavesNoTrail) {
  TemporalFilter filter;
  Scratch scratch;
  for (int step = 0; step < 80; ++step) {
    const Frame frame(4 + step / 2);
    cv::Mat alpha = frame.alpha.clone();
    filter.run(noisy(frame.picture, 0.008, step), 1, alpha, scratch);
    EXPECT_LT(cv::norm(alpha, frame.alpha, cv::NORM_INF), 0.05) << "step " << step;
  }
}

TEST(TemporalFilter, SlowFadeOfLightEndsAtTheNewAlpha) {
  TemporalFilter filter;
  Scratch scratch;
  cv::Mat alpha;
  for (int step = 0; step < 60; ++step) {
    alpha = cv::Mat(side, side, CV_32FC1, cv::Scalar(step < 30 ? 0 : 1));
    filter.run(cv::Mat(side, side, CV_32FC1, cv::Scalar::all(0.3 + step * 0.005)), 1, alpha,
               scratch);
  }
  EXPECT_GT(alpha.at<float>(5, 5), 0.9F);
}

TEST(TemporalFilter, AHandBeforeAWallOfItsColourLeavesNoTrail) {
  TemporalFilter filter;
  Scratch scratch;
  cv::Mat hand = cv::Mat::ones(side, side, CV_32FC1);
  filter.run(room(), 1, hand, scratch);
  cv::Mat gone = cv::Mat::zeros(side, side, CV_32FC1);
  filter.run(room(), 1, gone, scratch);
  EXPECT_EQ(cv::norm(gone, cv::NORM_INF), 0);
}

TEST(TemporalFilter, WhatAMovementLeftIsSoonCorrected) {
  TemporalFilter filter;
  Scratch scratch;
  const cv::Mat gone = Frame(4).picture;
  cv::Mat alpha = Frame(40).alpha.clone();
  filter.run(Frame(40).picture, 1, alpha, scratch);
  alpha = cv::Mat(side, side, CV_32FC1, cv::Scalar(0.1));  // where the person was a frame ago
  filter.run(gone, 1, alpha, scratch);
  for (int frame = 0; frame < 9; ++frame) {
    alpha = cv::Mat::zeros(side, side, CV_32FC1);
    filter.run(gone, 1, alpha, scratch);
  }
  EXPECT_LT(alpha.at<float>(30, 46), 0.015F);
}

TEST(TemporalFilter, AlphaThatWentAlongWithAMovementIsNotPulledBack) {
  TemporalFilter filter;
  Scratch scratch;
  cv::Mat before(side, side, CV_32FC1, cv::Scalar(0.4));
  filter.run(room(), 1, before, scratch);
  cv::Mat carried(side, side, CV_32FC1, cv::Scalar(0.5));
  filter.follow(carried);
  filter.run(room(), 1, carried, scratch);
  EXPECT_NEAR(carried.at<float>(5, 5), 0.5, 1e-6);
}

TEST(TemporalFilter, ForgetsOnResetAndOnANewSize) {
  TemporalFilter filter;
  Scratch scratch;
  cv::Mat person = cv::Mat::ones(side, side, CV_32FC1);
  filter.run(room(), 1, person, scratch);
  filter.reset();
  cv::Mat alpha = cv::Mat::zeros(side, side, CV_32FC1);
  filter.run(room(), 1, alpha, scratch);
  EXPECT_EQ(cv::norm(alpha), 0);
  cv::Mat smaller = cv::Mat::ones(side / 2, side, CV_32FC1);
  filter.run(room().rowRange(0, side / 2), 1, smaller, scratch);
  EXPECT_EQ(smaller.at<float>(3, 3), 1);
}

TEST(TemporalFilter, AnyNumberOfThreadsGivesTheSameAlpha) {
  const auto smoothed = [](int threads) {
    const ThreadsInUse set(threads);
    TemporalFilter filter;
    Scratch scratch;
    cv::Mat alpha;
    for (int frame = 0; frame < 3; ++frame) {
      alpha = noisy(cv::Mat(side, side, CV_32FC1, cv::Scalar(0.5)), 0.1, 100 + frame);
      filter.run(noisy(room(), 0.02, frame), 1, alpha, scratch);
    }
    return alpha;
  };
  for (const int threads : {2, 3, 7})
    EXPECT_EQ(cv::norm(smoothed(1), smoothed(threads), cv::NORM_INF), 0) << threads;
}
