// SPDX-License-Identifier: MIT
// Edges moved and feathered by so many pixels.
#include "infer/edge_shape.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

constexpr int side = 101;
constexpr int left = 40;  ///< the first column of the person, who goes on to the right border

cv::Mat half_plane() {
  cv::Mat alpha = cv::Mat::zeros(side, side, CV_8UC1);
  alpha.colRange(left, side) = 255;
  return alpha;
}

cv::Mat shaped(cv::Mat alpha, double shift, int feather = 0,
               FeatherSide feather_side = FeatherSide::centred) {
  EdgeShape().run(alpha, shift, feather, feather_side);
  return alpha;
}

int at(const cv::Mat& alpha, int x) {
  return alpha.at<std::uint8_t>(side / 2, x);
}

/// The columns of a half plane's row that are neither room nor person.
cv::Range fade_of(const cv::Mat& alpha) {
  int begin = 0, end = side;
  while (at(alpha, begin) == 0)
    ++begin;
  while (at(alpha, end - 1) == 255)
    --end;
  return {begin, end};
}

}  // namespace

TEST(EdgeShape, LeavesAlphaAloneByDefault) {
  cv::Mat alpha(side, side, CV_8UC1);
  cv::randu(alpha, 0, 256);
  const FrameOptions options;
  const cv::Mat result =
      shaped(alpha.clone(), options.shift, options.feather, options.feather_side);
  EXPECT_EQ(cv::norm(result, alpha, cv::NORM_INF), 0);
}

TEST(EdgeShape, ShiftMovesEdgesByPixels) {
  for (const int shift : {-7, -1, 1, 2, 5, 20})
    EXPECT_EQ(fade_of(shaped(half_plane(), shift)).start, left - shift) << shift;
}

TEST(EdgeShape, ShiftBetweenPixelsMovesAnEdgeInPart) {
  EXPECT_NEAR(at(shaped(half_plane(), 1.5), left - 2), 127.5, 1);
  EXPECT_NEAR(at(shaped(half_plane(), -0.25), left), 0.75 * 255, 1);
}

TEST(EdgeShape, GrownDiscStaysNearlyRound) {
  cv::Mat disc = cv::Mat::zeros(side, side, CV_8UC1), larger = disc.clone();
  cv::circle(disc, {side / 2, side / 2}, 20, 255, cv::FILLED);
  cv::circle(larger, {side / 2, side / 2}, 30, 255, cv::FILLED);
  const cv::Mat grown = shaped(disc, 10);
  EXPECT_LT(cv::norm(grown, larger, cv::NORM_L1) / cv::norm(larger, cv::NORM_L1), 0.08);
}

TEST(EdgeShape, DotIsGrownToAnOctagonWithoutHolesAtEveryWidth) {
  for (int pixels = 1; pixels <= 20; ++pixels) {
    cv::Mat dot = cv::Mat::zeros(side, side, CV_8UC1);
    dot.at<std::uint8_t>(side / 2, side / 2) = 255;
    const cv::Mat cross = cv::getStructuringElement(cv::MORPH_CROSS, {3, 3});
    cv::Mat octagon;
    cv::dilate(dot, octagon, {}, {-1, -1}, pixels / 2);
    cv::dilate(octagon, octagon, cross, {-1, -1}, pixels - pixels / 2);
    EXPECT_EQ(cv::norm(shaped(dot, pixels), octagon, cv::NORM_INF), 0) << pixels;
  }
}

TEST(EdgeShape, FeatherFadesOnItsSideAlone) {
  for (const int width : {2, 4, 8, 32}) {
    const cv::Range outside = fade_of(shaped(half_plane(), 0, width, FeatherSide::outside));
    EXPECT_LE(outside.end, left + 1) << width;
    EXPECT_NEAR(outside.size(), width, 2) << width;
    const cv::Range inside = fade_of(shaped(half_plane(), 0, width, FeatherSide::inside));
    EXPECT_GE(inside.start, left - 1) << width;
    EXPECT_NEAR(inside.size(), width, 2) << width;
    const cv::Range centred = fade_of(shaped(half_plane(), 0, width, FeatherSide::centred));
    EXPECT_NEAR(centred.start + centred.end, 2 * left, 1) << width;
  }
}

TEST(EdgeShape, FeatherDoesNotMoveAnEdge) {
  for (int width = 1; width <= FrameOptions::widest_feather; ++width) {
    const cv::Mat alpha = shaped(half_plane(), 0, width, FeatherSide::centred);
    EXPECT_NEAR(at(alpha, left - 1) + at(alpha, left), 255, 3) << width;
  }
}

TEST(EdgeShape, PersonAtTheBorderStaysWholeThere) {
  for (const double shift : {-20.0, 0.0, 20.0})
    EXPECT_EQ(at(shaped(half_plane(), shift, 20, FeatherSide::inside), side - 1), 255) << shift;
}

TEST(EdgeShape, FloatsBecomeWhatBytesDo) {
  cv::Mat alpha(side, side, CV_8UC1), floats;
  cv::randu(alpha, 0, 256);
  alpha.convertTo(floats, CV_32FC1, 1.0 / 255);
  const cv::Mat bytes = shaped(alpha, 2.5, 7, FeatherSide::outside);
  cv::Mat result;
  shaped(floats, 2.5, 7, FeatherSide::outside).convertTo(result, CV_8UC1, 255);
  EXPECT_LE(cv::norm(bytes, result, cv::NORM_INF), 2);
}

}  // namespace shm
