// SPDX-License-Identifier: MIT
// People of a video looked at closely, with a network at work.
#include <gtest/gtest.h>

#include <chrono>
#include <opencv2/imgproc.hpp>

#include "far_away.hpp"
#include "image/mat.hpp"
#include "shm/matter.hpp"

namespace shm {
namespace {

using namespace std::chrono_literals;

class ZoomedVideo : public testing::Test {
 protected:
  void SetUp() override {
    SHM_NEEDS_SHARED_DATA();
    matter().reset();
  }

  static Matter& matter() {
    static const auto opened =
        Matter::open({.model = SHM_SOURCE_ROOT "/models/default.safetensors", .device = "cpu"});
    return *opened;
  }

  static cv::Mat alpha_of(const FarAway& frame, const FrameOptions& options = {}) {
    cv::Mat alpha(frame.picture.size(), CV_8UC1);
    matter().matte(image_view(frame.picture, PixelFormat::bgr), options,
                   image_view(alpha, PixelFormat::gray));
    return alpha;
  }

  /// Of a person who goes to the right, a mean over frames.
  static double error(const FrameOptions& options) {
    matter().reset();
    constexpr int frames = 40;
    double sum = 0;
    for (int i = 0; i < frames; ++i) {
      const FarAway frame(200 + 3 * i);
      sum += frame.error(alpha_of(frame, options)) / frames;
    }
    return sum;
  }

  /// One who stays, and another on the right.
  static FarAway with_another(int left) {
    FarAway both(60);
    const FarAway other(left);
    const cv::Rect right(320, 0, FarAway::width - 320, FarAway::height);
    other.picture(right).copyTo(both.picture(right));
    other.alpha(right).copyTo(both.alpha(right));
    return both;
  }

  static void expect_no_room(const FarAway& frame, const cv::Mat& alpha) {
    cv::Mat near;
    cv::dilate(frame.alpha, near, cv::getStructuringElement(cv::MORPH_ELLIPSE, {41, 41}));
    EXPECT_LT(cv::sum(alpha & ~near)[0], 0.02 * cv::sum(frame.alpha)[0]);
  }
};

TEST_F(ZoomedVideo, SeesAPersonFarAwayBetterWhereverTheyGo) {
  EXPECT_LT(error({}), 0.8 * error({.zoom = false}));
}

TEST_F(ZoomedVideo, TellsHowCloseItLooks) {
  const FarAway frame;
  alpha_of(frame, {.zoom = false});
  EXPECT_EQ(matter().times().zoom, 1);
  matter().reset();
  alpha_of(frame);
  EXPECT_GT(matter().times().zoom, 1.3);
}

TEST_F(ZoomedVideo, IsAsGoodInItsFirstFrameAsInThoseAfterIt) {
  const FarAway frame;
  const cv::Mat first = alpha_of(frame), second = alpha_of(frame);
  EXPECT_LT(cv::norm(first, second, cv::NORM_L1) / double(first.total()), 0.02);
}

TEST_F(ZoomedVideo, StaysCalmWhenAllIsLookedAtAgain) {
  const FarAway frame;
  cv::Mat before = alpha_of(frame);
  for (int i = 0; i < 40; ++i) {
    const cv::Mat alpha = alpha_of(frame);
    EXPECT_LT(cv::norm(alpha, before, cv::NORM_L1) / double(alpha.total()), 0.02) << i;
    before = alpha;
  }
}

TEST_F(ZoomedVideo, FindsWhoComesInWithinHalfASecondAndNeverShowsTheRoomInstead) {
  struct Stream {
    std::chrono::nanoseconds frame;
    int interval, hidden;
  };
  for (const auto& [length, interval, hidden] :
       {Stream{33333333ns, 1, 15}, {100ms, 1, 5}, {33333333ns, 4, 15}}) {
    matter().reset();
    alpha_of(FarAway(60), {.interval = interval, .time = 0ns});
    for (int i = 1; i <= hidden; ++i) {
      const FarAway frame = with_another(520 - 4 * i);
      const cv::Mat alpha = alpha_of(frame, {.interval = interval, .time = i * length});
      expect_no_room(frame, alpha);
      if (i == hidden) {
        EXPECT_GT(cv::sum(alpha)[0], 0.8 * cv::sum(frame.alpha)[0]) << interval;
      }
    }
  }
}

TEST_F(ZoomedVideo, ANewSceneIsSeenInItsFirstFrame) {
  for (int i = 0; i < 3; ++i)
    alpha_of(FarAway(60));
  const FarAway cut(500, "free_twilio_Desert.jpg");
  const cv::Mat alpha = alpha_of(cut);
  matter().reset();
  EXPECT_LT(cut.error(alpha), 1.1 * cut.error(alpha_of(cut)) + 1000);
}

TEST_F(ZoomedVideo, WhoIsElsewhereAllAtOnceIsSeenInThatFrame) {
  for (int i = 0; i < 3; ++i)
    alpha_of(FarAway(60));
  const FarAway cut(460);
  const cv::Mat alpha = alpha_of(cut);
  matter().reset();
  EXPECT_LT(cut.error(alpha), 1.5 * cut.error(alpha_of(cut, {.zoom = false})));
}

TEST_F(ZoomedVideo, WhoRunsIsSeenInEveryFrame) {
  constexpr int frames = 20, step = 23;
  std::vector<double> whole, close;
  for (const bool zoom : {false, true}) {
    matter().reset();
    for (int i = 0; i < frames; ++i) {
      const FarAway frame(20 + step * i);
      (zoom ? close : whole).push_back(frame.error(alpha_of(frame, {.zoom = zoom})));
    }
  }
  for (std::size_t i = 0; i < frames; ++i)
    EXPECT_LT(close[i], 0.8 * whole[i]) << i;
}

TEST_F(ZoomedVideo, ShowsTheTrimapOfTheWholeFrame) {
  const FarAway frame;
  alpha_of(frame);
  ASSERT_GT(matter().times().zoom, 1);
  cv::Mat trimap(frame.picture.size(), CV_8UC1);
  matter().trimap(image_view(trimap, PixelFormat::gray));
  EXPECT_GT(cv::mean(trimap != 0, frame.alpha == 255)[0], 0.97 * 255);
  EXPECT_GT(cv::mean(trimap != 255, frame.alpha == 0)[0], 0.97 * 255);
}

TEST_F(ZoomedVideo, NeedsNoSmoothing) {
  EXPECT_LT(error({.temporal = 0}), 0.8 * error({.temporal = 0, .zoom = false}));
}

TEST_F(ZoomedVideo, GoesWithAnInterval) {
  EXPECT_LT(error({.interval = 3}), 0.9 * error({.interval = 3, .zoom = false}));
}

TEST_F(ZoomedVideo, SeesWhatHasPixelsThatAreNotSquare) {
  for (const double aspect : {0.5, 2.0}) {
    matter().reset();
    const FarAway frame;
    cv::Mat narrow;
    cv::resize(frame.picture, narrow, {int(640 / aspect), 480}, 0, 0, cv::INTER_AREA);
    cv::Mat alpha(narrow.size(), CV_8UC1), wide;
    for (int i = 0; i < 3; ++i)
      matter().matte(image_view(narrow, PixelFormat::bgr), {.pixel_aspect = aspect},
                     image_view(alpha, PixelFormat::gray));
    EXPECT_GT(matter().times().zoom, 1.3);
    cv::resize(alpha, wide, frame.alpha.size());
    EXPECT_LT(frame.error(wide), 0.25 * cv::sum(frame.alpha)[0]);
  }
}

}  // namespace
}  // namespace shm
