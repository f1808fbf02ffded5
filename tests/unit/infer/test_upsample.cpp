// SPDX-License-Identifier: MIT
// Edges that follow the frame's, and flat alpha that stays what it is.
#include "infer/upsample.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <utility>

#include "image/mat.hpp"
#include "model/network_input.hpp"
#include "threads_in_use.hpp"

using namespace shm;

namespace {

/// A frame of noise of `contrast`; right of `edge` it is brighter by 100.
Image textured(int width, int height, int edge, int contrast) {
  Image frame(width, height, PixelFormat::rgb);
  cv::RNG random(3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const int value = (x < edge ? 60 : 160) + random.uniform(-contrast, contrast + 1);
      for (int c = 0; c < 3; ++c)
        frame.view().row(y)[3 * x + c] = std::uint8_t(value);
    }
  return frame;
}

Image upsampled(const Image& frame, const cv::Mat& alpha, double edge_refine,
                const AlphaRange& range = {}) {
  NetworkInput preprocess({});
  preprocess.run(frame, std::max(alpha.cols, alpha.rows));
  GuidedUpsampler upsampler;
  Scratch scratch;
  upsampler.fit(preprocess.luminance(), alpha, {}, edge_refine, range, scratch);
  Image result(frame.width(), frame.height(), PixelFormat::gray);
  upsampler.apply(frame, result);
  return result;
}

/// 1 right of the middle, with an edge as soft as a network's.
cv::Mat soft_edge(int width, int height) {
  cv::Mat alpha = cv::Mat::zeros(height, width, CV_32FC1);
  alpha.colRange(width / 2, width) = 1.0;
  cv::GaussianBlur(alpha, alpha, {}, 1.5);
  return alpha;
}

/// Largest step from one pixel to the next, in the middle row.
int steepest(const Image& alpha) {
  const std::uint8_t* row = alpha.view().row(alpha.height() / 2);
  int step = 0;
  for (int x = 1; x < alpha.width(); ++x)
    step = std::max(step, row[x] - row[x - 1]);
  return step;
}

/// Mean change of alpha from one frame to the next, where nothing but noise does, which keeps so
/// much of the past.
double shake_of_edge(float kept) {
  GuidedUpsampler upsampler;
  Scratch scratch;
  const Image still = textured(400, 300, 200, 0);
  NetworkInput preprocess({});
  preprocess.run(still, 100);
  Image before(400, 300, PixelFormat::gray);
  double shake = 0;
  cv::RNG random(5);
  for (int i = 0; i < 20; ++i) {
    Image frame = textured(400, 300, 200, 0);
    for (int at = 0; at < 3 * 400 * 300; ++at)
      frame.view().data[at] += std::uint8_t(random.uniform(0, 20));
    Image alpha(400, 300, PixelFormat::gray);
    upsampler.fit(preprocess.luminance(), soft_edge(100, 75),
                  cv::Mat(75, 100, CV_32FC1, cv::Scalar(kept)), 1, {}, scratch);
    upsampler.apply(frame, alpha);
    if (i >= 10) shake += cv::norm(as_mat(alpha.view()), as_mat(before.view()), cv::NORM_L1);
    before = std::move(alpha);
  }
  return shake;
}

}  // namespace

TEST(GuidedUpsampler, FlatAlphaStaysExactlyWhatItIs) {
  const Image frame = textured(400, 300, 200, 60);
  for (const double value : {0.0, 1.0}) {
    const Image alpha = upsampled(frame, cv::Mat(75, 100, CV_32FC1, cv::Scalar(value)), 1);
    for (int i = 0; i < 400 * 300; ++i)
      ASSERT_EQ(alpha.view().data[i], value * 255);
  }
}

TEST(GuidedUpsampler, LevelsOfAlphaAreStretched) {
  const Image frame = textured(40, 30, 20, 30);
  for (const auto& [value, seen] :
       {std::pair(0.0, 0), std::pair(0.1, 0), std::pair(0.3, 64), std::pair(0.5, 128),
        std::pair(0.9, 255), std::pair(1.0, 255)}) {
    const cv::Mat alpha(30, 40, CV_32FC1, cv::Scalar(value));
    EXPECT_EQ(upsampled(frame, alpha, 1, {0.1, 0.9}).view().row(15)[20], seen) << value;
  }
}

TEST(GuidedUpsampler, TextureFarFromAnEdgeDoesNotShow) {
  const Image alpha = upsampled(textured(400, 300, 200, 60), soft_edge(100, 75), 1);
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 150; ++x)
      ASSERT_LE(alpha.view().row(y)[x], 2) << x;
    for (int x = 250; x < 400; ++x)
      ASSERT_GE(alpha.view().row(y)[x], 253) << x;
  }
}

TEST(GuidedUpsampler, EdgeIsAsSteepAsTheFrames) {
  const Image frame = textured(400, 300, 200, 0);
  const int plain = steepest(upsampled(frame, soft_edge(100, 75), 0));
  const int half = steepest(upsampled(frame, soft_edge(100, 75), 0.5));
  const int refined = steepest(upsampled(frame, soft_edge(100, 75), 1));
  EXPECT_GT(refined, 5 * plain);
  EXPECT_GT(half, 2 * plain);
  EXPECT_LT(half, refined);
}

TEST(GuidedUpsampler, EdgeMovesToWhereTheFrameHasIt) {
  const Image alpha = upsampled(textured(400, 300, 204, 0), soft_edge(100, 75), 1);
  EXPECT_LT(alpha.view().row(150)[203], 110);
  EXPECT_GT(alpha.view().row(150)[204], 210);
}

TEST(GuidedUpsampler, WithoutRefinementAlphaIsResized) {
  const cv::Mat small = soft_edge(100, 75);
  cv::Mat exact;
  cv::resize(small, exact, {400, 300}, 0, 0, cv::INTER_LINEAR);
  const Image alpha = upsampled(textured(400, 300, 200, 60), small, 0);
  for (int x = 0; x < 400; ++x)
    EXPECT_NEAR(alpha.view().row(70)[x], exact.at<float>(70, x) * 255, 1) << x;
}

TEST(GuidedUpsampler, ClampsWhatTheNetworkOvershoots) {
  cv::Mat small(75, 100, CV_32FC1, cv::Scalar(1.4));
  small.colRange(0, 50) = -0.3;
  const Image alpha = upsampled(textured(400, 300, 200, 10), small, 0.5);
  EXPECT_EQ(alpha.view().row(100)[20], 0);
  EXPECT_EQ(alpha.view().row(100)[390], 255);
}

TEST(GuidedUpsampler, FloatsAndBytesAgree) {
  const Image frame = textured(333, 217, 170, 30);
  NetworkInput preprocess({});
  preprocess.run(frame, 128);
  GuidedUpsampler upsampler;
  Scratch scratch;
  upsampler.fit(preprocess.luminance(),
                soft_edge(preprocess.size().inner.width, preprocess.size().inner.height), {}, 1, {},
                scratch);
  Image bytes(333, 217, PixelFormat::gray);
  std::vector<float> floats(340 * 217, -1);
  upsampler.apply(frame, bytes);
  upsampler.apply(frame, MutablePlaneView{floats.data(), 333, 217, 340});
  for (int y = 0; y < 217; ++y) {
    for (int x = 0; x < 333; ++x)
      ASSERT_NEAR(bytes.view().row(y)[x], floats[std::size_t(340 * y + x)] * 255, 0.51);
    EXPECT_EQ(floats[std::size_t(340 * y + 333)], -1);
  }
}

TEST(GuidedUpsampler, EdgeThatHasLeftIsForgotten) {
  const Image frame = textured(400, 300, 200, 60);
  NetworkInput preprocess({});
  preprocess.run(frame, 100);
  GuidedUpsampler upsampler;
  Scratch scratch;
  Image alpha(400, 300, PixelFormat::gray);
  upsampler.fit(preprocess.luminance(), soft_edge(100, 75), {}, 1, {}, scratch);
  upsampler.apply(frame, alpha);
  upsampler.fit(preprocess.luminance(), cv::Mat::zeros(75, 100, CV_32FC1), {}, 1, {}, scratch);
  upsampler.apply(frame, alpha);
  EXPECT_EQ(cv::countNonZero(as_mat(alpha.view())), 0);
}

TEST(GuidedUpsampler, NoiseOfAStillCameraDoesNotShakeTheEdge) {
  EXPECT_LT(shake_of_edge(0.95F), 0.4 * shake_of_edge(0));
}

TEST(GuidedUpsampler, FrameOfAnotherSizeHasNoPast) {
  NetworkInput preprocess({});
  GuidedUpsampler upsampler;
  Scratch scratch;
  const cv::Mat kept(75, 100, CV_32FC1, cv::Scalar(0.9));
  for (const int scale : {1, 2}) {
    const Image frame = textured(200 * scale, 150 * scale, 100 * scale, 0);
    preprocess.run(frame, 100);
    upsampler.fit(preprocess.luminance(), soft_edge(100, 75), kept, 1, {}, scratch);
    Image alpha(frame.width(), frame.height(), PixelFormat::gray);
    upsampler.apply(frame, alpha);
    const Image alone = upsampled(frame, soft_edge(100, 75), 1);
    EXPECT_EQ(cv::norm(as_mat(alone.view()), as_mat(alpha.view()), cv::NORM_INF), 0) << scale;
  }
}

TEST(GuidedUpsampler, EdgeThatComesToWhereNobodyWasHasNoPast) {
  const Image bright = textured(400, 300, 0, 0);
  const Image frame = textured(400, 300, 200, 0);
  const cv::Mat nobody = cv::Mat::zeros(75, 100, CV_32FC1);
  const cv::Mat kept(75, 100, CV_32FC1, cv::Scalar(0.9));
  NetworkInput preprocess({});
  preprocess.run(frame, 100);
  GuidedUpsampler upsampler;
  Scratch scratch;
  Image alpha(400, 300, PixelFormat::gray);
  for (const cv::Mat& now : {soft_edge(100, 75), nobody}) {
    upsampler.fit(preprocess.luminance(), now, kept, 1, {}, scratch);
    upsampler.apply(bright, alpha);
  }
  upsampler.fit(preprocess.luminance(), soft_edge(100, 75), kept, 1, {}, scratch);
  upsampler.apply(frame, alpha);
  const Image alone = upsampled(frame, soft_edge(100, 75), 1);
  EXPECT_EQ(cv::norm(as_mat(alone.view()), as_mat(alpha.view()), cv::NORM_INF), 0);
}

TEST(GuidedUpsampler, TakesEverySize) {
  for (const auto& [width, height] : {std::pair{1, 1}, {8192, 16}, {16, 16}, {3, 1001}}) {
    const Image frame = textured(width, height, width / 2, 20);
    const WorkingSize size = working_size({width, height}, 64, 16);
    const cv::Mat small(size.inner, CV_32FC1, cv::Scalar(1));
    EXPECT_EQ(upsampled(frame, small, 1).view().row(height - 1)[width - 1], 255);
  }
}

TEST(GuidedUpsampler, AnyNumberOfThreadsGivesTheSameAlpha) {
  const Image frame = textured(401, 299, 200, 60);
  const auto refined = [&](int threads) {
    const ThreadsInUse set(threads);
    return upsampled(frame, soft_edge(100, 75), 1);
  };
  const Image one = refined(1);
  for (const int threads : {2, 3, 7}) {
    const Image several = refined(threads);
    EXPECT_TRUE(std::equal(one.view().data, one.view().data + 401 * 299, several.view().data))
        << threads;
  }
}
