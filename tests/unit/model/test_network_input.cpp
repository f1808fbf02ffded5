// SPDX-License-Identifier: MIT
// Working sizes, margins and pixels as the network sees them.
#include "model/network_input.hpp"

#include <gtest/gtest.h>

#include "image/mat.hpp"

using namespace shm;

namespace {

Image filled(int width, int height, PixelFormat format, int red, int green, int blue) {
  Image image(width, height, format);
  const PixelLayout layout = layout_of(format);
  for (int i = 0; i < width * height; ++i) {
    std::uint8_t* pixel = image.view().data + i * layout.bytes;
    pixel[layout.red] = std::uint8_t(red);
    pixel[layout.green] = std::uint8_t(green);
    pixel[layout.blue] = std::uint8_t(blue);
  }
  return image;
}

}  // namespace

TEST(WorkingSize, KeepsTheAspectAndRoundsUp) {
  EXPECT_EQ(working_size({1280, 720}, 320, 16), (WorkingSize{{320, 180}, {320, 192}}));
  EXPECT_EQ(working_size({384, 512}, 320, 16), (WorkingSize{{240, 320}, {240, 320}}));
  EXPECT_EQ(working_size({100, 50}, 330, 16), (WorkingSize{{330, 165}, {336, 176}}));
}

TEST(WorkingSize, IsThatOfTheDisplay) {
  EXPECT_EQ(working_size({960, 1080}, 640, 4, 0, 2), (WorkingSize{{640, 360}, {640, 360}}));
  EXPECT_EQ(working_size({720, 576}, 640, 4, 0, 16.0 / 15), (WorkingSize{{640, 480}, {640, 480}}));
}

TEST(WorkingSize, HasAMarginWhereThatIsAskedFor) {
  EXPECT_EQ(working_size({640, 480}, 640, 4, 8), (WorkingSize{{640, 480}, {648, 488}}));
  EXPECT_EQ(working_size({600, 480}, 600, 64, 8), (WorkingSize{{600, 480}, {640, 512}}));
}

TEST(WorkingSize, TakesEveryShape) {
  EXPECT_EQ(working_size({8192, 16}, 320, 16), (WorkingSize{{320, 1}, {320, 16}}));
  EXPECT_EQ(working_size({1, 1}, 64, 16), (WorkingSize{{64, 64}, {64, 64}}));
  EXPECT_EQ(working_size({8192, 16}, 320, 4, 8), (WorkingSize{{320, 1}, {328, 12}}));
}

TEST(NetworkInput, HasTheModelsChannelOrder) {
  for (const PixelFormat format : {PixelFormat::rgb, PixelFormat::bgr, PixelFormat::bgra,
                                   PixelFormat::argb, PixelFormat::xbgr}) {
    const Image frame = filled(40, 30, format, 200, 100, 50);
    for (const bool bgr : {true, false}) {
      NetworkInput input({.bgr = bgr});
      input.run(frame, 64);
      const cv::Vec3b blue_first(50, 100, 200), red_first(200, 100, 50);
      EXPECT_EQ(cv::norm(input.picture(),
                         cv::Mat(input.picture().size(), CV_8UC3, bgr ? blue_first : red_first),
                         cv::NORM_INF),
                0);
    }
  }
}

TEST(NetworkInput, HasTheModelsSize) {
  NetworkInput input({.size = 128});
  input.run(filled(40, 30, PixelFormat::bgrx, 200, 100, 50), 0);
  EXPECT_EQ(input.size().inner, cv::Size(128, 96));
}

TEST(NetworkInput, LuminanceIsTheFramesInEveryFormat) {
  for (const PixelFormat format :
       {PixelFormat::rgb, PixelFormat::bgr, PixelFormat::rgba, PixelFormat::abgr}) {
    NetworkInput preprocess({});
    preprocess.run(filled(64, 64, format, 255, 0, 0), 64);
    EXPECT_NEAR(preprocess.luminance().at<float>(9, 9), 0.299, 1e-5) << int(format);
  }
  NetworkInput preprocess({});
  preprocess.run(filled(64, 64, PixelFormat::gray, 128, 128, 128), 64);
  EXPECT_NEAR(preprocess.luminance().at<float>(9, 9), 128 / 255.0, 1e-5);
}

TEST(NetworkInput, BorderMirrorsTheFrame) {
  Image frame = filled(100, 50, PixelFormat::rgb, 0, 0, 0);
  for (int y = 0; y < 50; ++y)
    for (int x = 0; x < 100; ++x)
      frame.view().row(y)[3 * x] = std::uint8_t(x + y);
  NetworkInput preprocess({});
  preprocess.run(frame, 100);
  ASSERT_EQ(preprocess.size().padded, cv::Size(112, 64));
  const cv::Mat& picture = preprocess.picture();
  EXPECT_EQ(picture.at<cv::Vec3b>(20, 99)[2], 119);
  EXPECT_EQ(picture.at<cv::Vec3b>(20, 100)[2], 118);
  EXPECT_EQ(picture.at<cv::Vec3b>(20, 111)[2], 107);
  EXPECT_EQ(picture.at<cv::Vec3b>(63, 10)[2], 45);
  EXPECT_EQ(picture.at<cv::Vec3b>(50, 100)[2], 146);
}

TEST(NetworkInput, TakesEveryShapeAndStride) {
  NetworkInput preprocess({});
  for (const auto& [width, height] : {std::pair{1, 1}, {8192, 16}, {17, 8191}, {640, 480}}) {
    const int stride = 4 * width + 12;
    std::vector<std::uint8_t> pixels(std::size_t(stride) * std::size_t(height), 50);
    preprocess.run(ImageView(pixels.data(), width, height, stride, PixelFormat::bgra), 320);
    const cv::Mat channels = preprocess.picture().reshape(1);
    EXPECT_EQ(channels.rows % 16, 0);
    EXPECT_EQ(cv::norm(channels, cv::Mat(channels.size(), CV_8U, cv::Scalar(50)), cv::NORM_INF), 0);
  }
}

TEST(NetworkInput, FramesOfOneSizeCostNoNewBuffers) {
  NetworkInput preprocess({});
  const Image frame = filled(640, 480, PixelFormat::bgra, 1, 2, 3);
  preprocess.run(frame, 320);
  const void* picture = preprocess.picture().data;
  const void* luminance = preprocess.luminance().data;
  preprocess.run(frame, 320);
  EXPECT_EQ(preprocess.picture().data, picture);
  EXPECT_EQ(preprocess.luminance().data, luminance);
}
