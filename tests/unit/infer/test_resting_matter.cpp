// SPDX-License-Identifier: MIT
// Rest and interval with a network at work.
#include <gtest/gtest.h>

#include <array>
#include <opencv2/imgcodecs.hpp>
#include <vector>

#include "moving_person.hpp"
#include "shared_data.hpp"
#include "shm/matter.hpp"

using namespace shm;

namespace {

constexpr double noise = 3;  // a webcam's, of 255

MovingPerson photographed() {
  return {cv::imread(shared_data("data/cutouts/foreground/cs_AE.jpg").string()),
          cv::imread(shared_data("data/cutouts/alpha/cs_AE.png").string(), cv::IMREAD_GRAYSCALE),
          cv::imread(shared_data("data/rooms/free_twilio_Bookshelf.jpg").string())};
}

/// A Matter and what it found.
class Watch {
 public:
  Watch() { matter().reset(); }

  const cv::Mat& alpha(const cv::Mat& frame, const FrameOptions& options) {
    alpha_.create(frame.size(), CV_8UC1);
    matter().matte(MovingPerson::view(frame), options, image_view(alpha_, PixelFormat::gray));
    counts_.at(std::size_t(matter().times().origin))++;
    return alpha_;
  }

  const cv::Mat& alpha() const { return alpha_; }
  int count(AlphaOrigin origin) const { return counts_.at(std::size_t(origin)); }
  static AlphaOrigin last() { return matter().times().origin; }

 private:
  static Matter& matter() {
    static const auto opened =
        Matter::open({.model = SHM_SOURCE_ROOT "/models/default.safetensors", .device = "cpu"});
    return *opened;
  }

  cv::Mat alpha_;
  std::array<int, 3> counts_{};
};

constexpr int frames = 25, middle = 12;

/// How far right a person is in a frame who crosses the middle at that speed.
double place(double speed, int frame) {
  return speed * (frame - middle);
}

std::vector<cv::Mat> alphas(MovingPerson& person, double speed, const FrameOptions& options) {
  Watch watch;
  std::vector<cv::Mat> found;
  for (int i = 0; i < frames; ++i)
    found.push_back(watch.alpha(person.frame(place(speed, i), noise, i), options).clone());
  return found;
}

/// Mean error of the alpha of a person who moves, from frame 5 on.
double error(MovingPerson& person, double speed, const FrameOptions& options) {
  const auto found = alphas(person, speed, options);
  double sum = 0;
  for (int i = 5; i < frames; ++i)
    sum += mean_difference(found[std::size_t(i)], person.alpha(place(speed, i)));
  return sum / (frames - 5);
}

}  // namespace

TEST(RestingMatter, AlphaOfAStillPictureIsKeptAndStaysCalm) {
  SHM_NEEDS_SHARED_DATA();
  MovingPerson person = photographed();
  Watch watch;
  cv::Mat before;
  for (int i = 0; i < 60; ++i) {
    const cv::Mat& alpha = watch.alpha(person.frame(0, noise, i), {.skip_static = true});
    if (i >= 8) {
      EXPECT_LT(mean_difference(alpha, before), 0.1) << "a jump at frame " << i;
    }
    alpha.copyTo(before);
  }
  EXPECT_GE(watch.count(AlphaOrigin::kept), 45);
  EXPECT_GE(watch.count(AlphaOrigin::network), 6);
}

TEST(RestingMatter, APersonWhoMovesSlowlyIsMattedAsWell) {
  SHM_NEEDS_SHARED_DATA();
  MovingPerson person = photographed();
  for (const double speed : {0.1, 0.3, 0.7})
    EXPECT_LT(error(person, speed, {.skip_static = true}), 1.02 * error(person, speed, {}))
        << speed << " pixels a frame";
}

TEST(RestingMatter, TheNetworkSeesEveryNthFrame) {
  SHM_NEEDS_SHARED_DATA();
  MovingPerson person = photographed();
  for (const int interval : {1, 2, 5}) {
    Watch watch;
    for (int i = 0; i < 10; ++i)
      watch.alpha(person.frame(3 * i, noise, i), {.interval = interval});
    EXPECT_EQ(watch.count(AlphaOrigin::network), 10 / interval);
    EXPECT_EQ(watch.count(AlphaOrigin::carried), 10 - 10 / interval);
  }
}

/// Of what is carried, against what the network says; of what is held, with the same `before`.
double difference(const std::vector<cv::Mat>& found, const std::vector<cv::Mat>& looked_at,
                  std::size_t before = 0) {
  double sum = 0;
  for (std::size_t i = 5; i < looked_at.size(); i += 2)
    sum += mean_difference(found[i - before], looked_at[i]);
  return sum;
}

TEST(RestingMatter, AlphaBetweenGoesAlongWithThePerson) {
  SHM_NEEDS_SHARED_DATA();
  MovingPerson person = photographed();
  const auto still = alphas(person, 0, {.temporal = 0});
  const double unrest = difference(still, still, 1);  // that the camera's noise makes
  for (const double speed : {1.5, 4.0}) {
    const auto looked_at = alphas(person, speed, {});
    const double carried = difference(alphas(person, speed, {.interval = 2}), looked_at);
    const double held = difference(looked_at, looked_at, 1);
    EXPECT_LT(carried - unrest, 0.5 * (held - unrest)) << speed << " pixels a frame";
  }
}

TEST(RestingMatter, MovementAfterARestIsLookedAtAtOnceWhateverTheInterval) {
  SHM_NEEDS_SHARED_DATA();
  MovingPerson person = photographed();
  const FrameOptions options = {.skip_static = true, .interval = 30};
  Watch watch;
  for (int i = 0; i < 12; ++i)
    watch.alpha(person.frame(0, noise, i), options);
  EXPECT_EQ(Watch::last(), AlphaOrigin::kept);
  watch.alpha(person.frame(5, noise, 12), options);
  EXPECT_EQ(Watch::last(), AlphaOrigin::network);
}
