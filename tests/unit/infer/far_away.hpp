// SPDX-License-Identifier: MIT
// A person in a room, of a third of the picture's height unless another is said.
#pragma once

#include <cstdint>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>

#include "shared_data.hpp"

struct FarAway {
  static constexpr int width = 640, height = 480;

  cv::Mat picture, alpha;

  /// Whose left edge is there; beyond the picture's edges they are not seen.
  explicit FarAway(int left = 380, const std::string& room = "free_twilio_Bookshelf.jpg",
                   int tall = 160) {
    const cv::Size person_size{tall * 439 / 448, tall};
    picture = read("rooms/" + room, cv::IMREAD_COLOR, {width, height}).clone();
    alpha = cv::Mat::zeros(height, width, CV_8UC1);
    const cv::Rect whole({left, height - tall}, person_size);
    const cv::Rect seen = whole & cv::Rect(0, 0, width, height);
    if (seen.empty()) return;
    put(read("cutouts/foreground/cs_AE.jpg", cv::IMREAD_COLOR, person_size)(seen - whole.tl()),
        read("cutouts/alpha/cs_AE.png", cv::IMREAD_GRAYSCALE, person_size)(seen - whole.tl()),
        seen);
  }

  double error(const cv::Mat& found) const { return cv::norm(found, alpha, cv::NORM_L1); }

 private:
  /// Read once of each size.
  static const cv::Mat& read(const std::string& name, int how, const cv::Size& size) {
    static std::map<std::pair<std::string, int>, cv::Mat> pictures;
    cv::Mat& picture = pictures[{name, size.height}];
    if (picture.empty())
      cv::resize(cv::imread(shared_data("data/" + name).string(), how), picture, size, 0, 0,
                 cv::INTER_AREA);
    return picture;
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
