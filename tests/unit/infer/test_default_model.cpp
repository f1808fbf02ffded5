// SPDX-License-Identifier: MIT
// That the model which comes with the project finds people who are hard to find.
#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "far_away.hpp"
#include "image/mat.hpp"
#include "shm/matter.hpp"

namespace shm {
namespace {

class DefaultModel : public testing::Test {
 protected:
  void SetUp() override { SHM_NEEDS_SHARED_DATA(); }

  static cv::Mat alpha_of(const cv::Mat& picture, bool zoom) {
    static const auto matter =
        Matter::open({.model = SHM_SOURCE_ROOT "/models/default.safetensors", .device = "cpu"});
    matter->reset();
    cv::Mat alpha(picture.size(), CV_8UC1);
    matter->matte(image_view(picture, PixelFormat::bgr), {.zoom = zoom, .single = true},
                  image_view(alpha, PixelFormat::gray));
    return alpha;
  }

  static double overlap(const cv::Mat& found, const cv::Mat& truth) {
    const cv::Mat a = found > 127, b = truth > 127;
    return double(cv::countNonZero(a & b)) / std::max(1, cv::countNonZero(a | b));
  }

  static std::vector<std::string> portraits(int count) {
    std::ifstream list(shared_data("data/portraits/val.txt"));
    std::vector<std::string> names(std::size_t(count), "");
    for (std::string& name : names)
      list >> name;
    return names;
  }

  static cv::Mat portrait(const std::string& file, int how) {
    cv::Mat picture;
    cv::resize(cv::imread(shared_data("data/portraits/" + file).string(), how), picture, {480, 640},
               0, 0, cv::INTER_AREA);
    return picture;
  }

  static cv::Mat out_of_focus(const cv::Mat& picture, int radius) {
    cv::Mat disc = cv::Mat::zeros(2 * radius + 1, 2 * radius + 1, CV_32FC1), blurred;
    cv::circle(disc, {radius, radius}, radius, cv::Scalar(1), cv::FILLED);
    cv::filter2D(picture, blurred, -1, disc / cv::sum(disc)[0], {-1, -1}, 0, cv::BORDER_REFLECT);
    return blurred;
  }
};

TEST_F(DefaultModel, FindsPeopleOutOfFocus) {
  constexpr int count = 12;
  double sum = 0;
  for (const std::string& name : portraits(count)) {
    const std::string stem = name.substr(0, name.rfind('.'));
    const cv::Mat truth = portrait("mask/" + stem + ".png", cv::IMREAD_GRAYSCALE);
    const cv::Mat picture = out_of_focus(portrait("image/" + stem + ".jpg", cv::IMREAD_COLOR), 12);
    const double found = overlap(alpha_of(picture, true), out_of_focus(truth, 12));
    EXPECT_GT(found, 0.6) << stem;
    sum += found;
  }
  EXPECT_GT(sum / count, 0.88);
}

TEST_F(DefaultModel, FindsAPersonOfSixtyPixelsInAnyOfFourRooms) {
  for (const char* room : {"free_twilio_Bookshelf.jpg", "free_twilio_CozyHome.jpg",
                           "free_twilio_Kitchen.jpg", "free_twilio_ModernHome.jpg"}) {
    const FarAway frame(290, room, 60);
    EXPECT_GT(overlap(alpha_of(frame.picture, true), frame.alpha), 0.6) << room;
  }
}

}  // namespace
}  // namespace shm
