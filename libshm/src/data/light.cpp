// SPDX-License-Identifier: MIT
// Varies light, colours and the camera's quality in samples.

#include "data/light.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

#include "image/codecs.hpp"

namespace shm {
namespace {

/// Gain, gamma and contrast of one channel as a table.
cv::Mat response(double gain, double gamma, double contrast) {
  cv::Mat table(1, 256, CV_8UC1);
  for (int value = 0; value < 256; ++value) {
    const double light = std::pow(value / 255.0 * gain, gamma);
    table.at<std::uint8_t>(value) =
        cv::saturate_cast<std::uint8_t>(((light - 0.5) * contrast + 0.5) * 255);
  }
  return table;
}

void vary_exposure(cv::Mat& image, Random& random) {
  const bool dark = random.chance(0.15);
  const double gamma = dark ? random.uniform(1.5, 2.5) : random.uniform(0.7, 1.4);
  const double gain = dark ? random.uniform(0.4, 0.8) : random.uniform(0.8, 1.2);
  const double contrast = random.uniform(0.8, 1.2);
  std::array<cv::Mat, 3> tables;
  for (cv::Mat& table : tables)
    table = response(gain * random.uniform(0.9, 1.1), gamma, contrast);
  cv::Mat table;
  cv::merge(tables.data(), tables.size(), table);
  cv::LUT(image, table, image);
}

void vary_saturation(cv::Mat& image, Random& random) {
  const double saturation = random.chance(0.1) ? 0 : random.uniform(0.6, 1.3);
  cv::Mat grey;
  cv::cvtColor(image, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(grey, grey, cv::COLOR_GRAY2BGR);
  cv::addWeighted(image, saturation, grey, 1 - saturation, 0, image);
}

void blur(cv::Mat& image, Random& random) {
  cv::GaussianBlur(image, image, {}, random.uniform(0.4, 1.8));
}

/// The camera moves along a line while the shutter is open.
void motion_blur(cv::Mat& image, Random& random) {
  const int length = random.integer(3, 9);
  const double angle = random.uniform(0, CV_PI);
  cv::Mat kernel = cv::Mat::zeros(length, length, CV_32F);
  const cv::Point2d middle((length - 1) / 2.0, (length - 1) / 2.0);
  const cv::Point2d reach = cv::Point2d(std::cos(angle), std::sin(angle)) * (length / 2.0);
  cv::line(kernel, middle - reach, middle + reach, 1);
  cv::filter2D(image, image, -1, kernel / cv::sum(kernel)[0], {-1, -1}, 0, cv::BORDER_REFLECT);
}

void add_noise(cv::Mat& image, Random& random) {
  cv::Mat noise(image.size(), CV_16SC3);
  cv::RNG(random()).fill(noise, cv::RNG::NORMAL, 0, random.uniform(1, 12));
  cv::add(image, noise, image, {}, CV_8U);
}

void pass_through_jpeg(cv::Mat& image, Random& random) {
  const std::string jpeg = codecs().encode(PictureType::jpeg, image, random.integer(30, 90));
  image = codecs().decode(jpeg, PictureType::jpeg, Channels::color);
}

}  // namespace

void vary_light(cv::Mat& image, Random& random) {
  if (random.chance(0.8)) vary_exposure(image, random);
  if (random.chance(0.5)) vary_saturation(image, random);
}

void tint(cv::Mat& image, Random& random) {
  std::array<cv::Vec3d, 2> sides;
  for (cv::Vec3d& side : sides)
    side = {random.uniform(0.4, 1.2), random.uniform(0.4, 1.2), random.uniform(0.4, 1.2)};
  for (int y = 0; y < image.rows; ++y)
    for (int x = 0; x < image.cols; ++x) {
      const double right = (x + 0.5) / image.cols;
      auto& pixel = image.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c)
        pixel[c] = cv::saturate_cast<std::uint8_t>(
            pixel[c] * (sides[0][c] * (1 - right) + sides[1][c] * right));
    }
}

void degrade(cv::Mat& image, Random& random) {
  if (random.chance(0.2)) blur(image, random);
  if (random.chance(0.1)) motion_blur(image, random);
  if (random.chance(0.4)) add_noise(image, random);
  if (random.chance(0.3)) pass_through_jpeg(image, random);
}

}  // namespace shm
