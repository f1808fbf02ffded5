// SPDX-License-Identifier: MIT
// A person of a third of the picture's height in a room.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "shared_data.hpp"

struct FarAway {
  static constexpr int width = 640, height = 480;

  cv::Mat picture, alpha;

  /// Whose left edge is there; beyond the picture's edges they are not seen.
  explicit FarAway(int left = 380, const std::string& room = "free_twilio_Bookshelf.jpg") {
    cv::resize(read("rooms/" + room, cv::IMREAD_COLOR), picture, {width, height}, 0, 0,
               cv::INTER_AREA);
    alpha = cv::Mat::zeros(height, width, CV_8UC1);
    cv::Mat person = read("cutouts/foreground/cs_AE.jpg", cv::IMREAD_COLOR);
    cv::Mat outline = read("cutouts/alpha/cs_AE.png", cv::IMREAD_GRAYSCALE);
    const cv::Rect whole(left, 320, 160 * person.cols / person.rows, 160);
    const cv::Rect seen = whole & cv::Rect(0, 0, width, height);
    if (seen.empty()) return;
    cv::resize(person, person, whole.size(), 0, 0, cv::INTER_AREA);
    cv::resize(outline, outline, whole.size(), 0, 0, cv::INTER_AREA);
    put(person(seen - whole.tl()), outline(seen - whole.tl()), seen);
  }

  double error(const cv::Mat& found) const { return cv::norm(found, alpha, cv::NORM_L1); }

 private:
  static cv::Mat read(const std::string& name, int how) {
    return cv::imread(shared_data("data/" + name).string(), how);
  }

  void put(const cv::Mat& person, const cv::Mat& outline, const cv::Rect& place) {
    outline.copyTo(alpha(place));
    for (int y = 0; y < place.height; ++y)
      for (int x = 0; x < place.width; ++x) {
        auto& pixel = picture.at<cv::Vec3b>(place.y + y, place.x + x);
        const double share = outline.at<std::uint8_t>(y, x) / 255.0;
        pixel = pixel * (1 - share) + person.at<cv::Vec3b>(y, x) * share;
      }
  }
};
