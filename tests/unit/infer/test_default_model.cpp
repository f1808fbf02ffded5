// SPDX-License-Identifier: MIT
// That the models which come with the project find people, also who are hard to find.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string>
#include <vector>

#include "far_away.hpp"
#include "image/mat.hpp"
#include "shm/matter.hpp"

namespace shm {
namespace {

using testing::Each;
using testing::Gt;

class DefaultModel : public testing::Test {
 protected:
  void SetUp() override { SHM_NEEDS_SHARED_DATA(); }

  static Matter& matter(const std::string& model) {
    static std::map<std::string, std::unique_ptr<Matter>> opened;
    auto& matter = opened[model];
    if (!matter)
      matter = Matter::open(
          {.model = SHM_SOURCE_ROOT "/models/" + model + ".safetensors", .device = "cpu"});
    matter->reset();
    return *matter;
  }

  static cv::Mat alpha_of(const cv::Mat& picture, bool zoom, const std::string& model = "default") {
    cv::Mat alpha(picture.size(), CV_8UC1);
    matter(model).matte(image_view(picture, PixelFormat::bgr), {.zoom = zoom, .single = true},
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

  static cv::Mat portrait(const std::string& file, int how, const cv::Size& size) {
    cv::Mat picture;
    cv::resize(cv::imread(shared_data("data/portraits/" + file).string(), how), picture, size, 0, 0,
               cv::INTER_AREA);
    return picture;
  }

  /// Overlaps of what is found of portraits through `lens`, with what that shows of the truth.
  template <typename Lens>
  static std::vector<double> overlaps(const cv::Size& size, const Lens& lens,
                                      const std::string& model = "default") {
    std::vector<double> found;
    for (const std::string& name : portraits(40)) {
      const std::string stem = name.substr(0, name.rfind('.'));
      const cv::Mat truth = portrait("mask/" + stem + ".png", cv::IMREAD_GRAYSCALE, size);
      const cv::Mat picture = portrait("image/" + stem + ".jpg", cv::IMREAD_COLOR, size);
      found.push_back(overlap(alpha_of(lens(picture), true, model), lens(truth)));
    }
    return found;
  }

  static cv::Mat out_of_focus(const cv::Mat& picture, int radius) {
    cv::Mat disc = cv::Mat::zeros(2 * radius + 1, 2 * radius + 1, CV_32FC1), blurred;
    cv::circle(disc, {radius, radius}, radius, cv::Scalar(1), cv::FILLED);
    cv::filter2D(picture, blurred, -1, disc / cv::sum(disc)[0], {-1, -1}, 0, cv::BORDER_REFLECT);
    return blurred;
  }
};

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

TEST_F(DefaultModel, FindsPeopleOutOfFocus) {
  const auto found =
      overlaps({480, 640}, [](const cv::Mat& picture) { return out_of_focus(picture, 12); });
  EXPECT_THAT(found, Each(Gt(0.5)));
  EXPECT_THAT(std::span(found).first(12), Each(Gt(0.6)));
  EXPECT_GT(mean(found), 0.92);
}

TEST_F(DefaultModel, FindsPeopleThroughASoftLens) {
  const auto found = overlaps({384, 512}, [](const cv::Mat& picture) {
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {}, 4);
    return soft;
  });
  EXPECT_THAT(found, Each(Gt(0.75)));
  EXPECT_GT(mean(found), 0.93);
}

TEST_F(DefaultModel, FindsAPersonAnywhereInAPanorama) {
  const auto below = [](const cv::Mat& frame) { return frame.rowRange(80, 480); };
  const FarAway somebody(170, "free_twilio_Bookshelf.jpg", 300);
  const FarAway nobody(FarAway::width);
  for (int place = 0; place < 4; ++place) {
    std::vector<cv::Mat> pictures(4, below(nobody.picture)), alphas(4, below(nobody.alpha));
    pictures[std::size_t(place)] = below(somebody.picture);
    alphas[std::size_t(place)] = below(somebody.alpha);
    cv::Mat picture, alpha;
    cv::hconcat(pictures, picture);
    cv::hconcat(alphas, alpha);
    ASSERT_EQ(picture.size(), cv::Size(2560, 400));
    EXPECT_GT(overlap(alpha_of(picture, true), alpha), 0.85) << place;
  }
}

TEST_F(DefaultModel, FindsAPersonOfSixtyPixelsInAnyOfFourRooms) {
  for (const char* room : {"free_twilio_Bookshelf.jpg", "free_twilio_CozyHome.jpg",
                           "free_twilio_Kitchen.jpg", "free_twilio_ModernHome.jpg"}) {
    const FarAway frame(290, room, 60);
    EXPECT_GT(overlap(alpha_of(frame.picture, true), frame.alpha), 0.6) << room;
  }
}

using EcoModel = DefaultModel;

TEST_F(EcoModel, FindsPeople) {
  const auto found = overlaps(
      {480, 640}, [](const cv::Mat& picture) { return picture; }, "eco");
  EXPECT_THAT(found, Each(Gt(0.8)));
  EXPECT_GT(mean(found), 0.96);
}

TEST_F(EcoModel, LooksAtLessThanHalfOfThePixels) {
  const int eco = matter("eco").info().model.size, usual = matter("default").info().model.size;
  EXPECT_LT(2 * eco * eco, usual * usual);
}

}  // namespace
}  // namespace shm
