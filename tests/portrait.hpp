// SPDX-License-Identifier: MIT
// A made-up portrait with its alpha.
#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "encoded_picture.hpp"

/// A made-up portrait: head and shoulders with soft edges before a room of soft colours. Different
/// seeds give pictures that differ at a glance.
struct Portrait {
  explicit Portrait(int seed, cv::Size size = {60, 80}) {
    cv::RNG random(std::uint64_t(seed) + 1);
    cv::Mat room(5, 4, CV_8UC3);
    random.fill(room, cv::RNG::UNIFORM, 0, 256);
    cv::resize(room, image, size, 0, 0, cv::INTER_CUBIC);
    alpha = outline(random, size);
    const cv::Scalar color(random.uniform(0, 256), random.uniform(0, 256), random.uniform(0, 256));
    paint(color);
  }

  /// The person in one colour.
  void paint(const cv::Scalar& color) {
    cv::Mat weight, person(image.size(), CV_8UC3, color), a, b;
    cv::cvtColor(alpha, weight, cv::COLOR_GRAY2BGR);
    cv::multiply(person, weight, a, 1.0 / 255);
    cv::multiply(image, cv::Scalar::all(255) - weight, b, 1.0 / 255);
    image = a + b;
  }

  /// As AISegment's matting/ has it: the picture's colours where the person is, and alpha.
  cv::Mat cut_out() const {
    std::vector<cv::Mat> channels;
    cv::split(image, channels);
    channels.push_back(alpha);
    cv::Mat result;
    cv::merge(channels, result);
    return result;
  }

  cv::Mat image;  ///< BGR
  cv::Mat alpha;

 private:
  static cv::Mat outline(cv::RNG& random, cv::Size size) {
    cv::Mat result(size, CV_8U, cv::Scalar(0));
    const cv::Point head(size.width / 2 + random.uniform(-size.width / 8, size.width / 8 + 1),
                         size.height * 2 / 5);
    const int radius = std::max(1, size.width / random.uniform(4, 7));
    cv::circle(result, head, radius, 255, cv::FILLED);
    cv::ellipse(result, {head.x, size.height}, {radius * 2, size.height / 2}, 0, 0, 360, 255,
                cv::FILLED);
    cv::GaussianBlur(result, result, {5, 5}, 0);
    return result;
  }
};
