// SPDX-License-Identifier: MIT
// When a still picture's alpha is kept, and what ends that.
#include "infer/rest.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "moving_person.hpp"

using namespace shm;

namespace {

constexpr double noise = 3;  // a webcam's, of 255
using Frames = std::function<cv::Mat(int)>;

/// What becomes of the frames of a stream at 30 frames a second. The network is a picture that
/// holds the number of the frame it saw last.
class Camera {
 public:
  bool keeps(const cv::Mat& frame, const FrameOptions& options = {.skip_static = true}) {
    now_ += std::chrono::milliseconds(33);
    const bool kept = rest_.give(MovingPerson::view(frame), options, now_, alpha_);
    if (!kept) alpha_.setTo(person_ ? ++seen_ : 0);
    if (!kept) rest_.update(alpha_, now_);
    return kept;
  }

  int kept(int first, int end, const Frames& frames) {
    int count = 0;
    for (int i = first; i < end; ++i)
      count += keeps(frames(i)) ? 1 : 0;
    return count;
  }

  Rest& rest() { return rest_; }
  int alpha() const { return alpha_.at<std::uint8_t>(0, 0); }
  void be_empty() { person_ = false; }
  void wait(std::chrono::milliseconds time) { now_ += time; }

 private:
  Rest rest_;
  cv::Mat alpha_{480, 640, CV_8UC1};
  bool person_ = true;
  int seen_ = 150;  // a person, for it is more than a half
  Rest::Time now_{};
};

Camera resting(MovingPerson& person) {
  Camera camera;
  camera.kept(0, 10, [&](int i) { return person.frame(0, noise, i); });
  return camera;
}

cv::Mat compressed(const cv::Mat& frame) {
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", frame, bytes, {cv::IMWRITE_JPEG_QUALITY, 85});
  return cv::imdecode(bytes, cv::IMREAD_COLOR);
}

}  // namespace

TEST(Rest, AlphaOfAStillPictureIsKept) {
  for (const double grain : {0.0, 1.0, 3.0, 5.0}) {
    MovingPerson person;
    Camera camera;
    EXPECT_GE(camera.kept(0, 90, [&](int i) { return person.frame(0, grain, i); }), 78) << grain;
  }
}

TEST(Rest, AlphaOfAStillCompressedPictureIsKept) {
  MovingPerson person;
  Camera camera;
  EXPECT_GE(camera.kept(0, 60, [&](int i) { return compressed(person.frame(0, noise, i)); }), 45);
}

TEST(Rest, SlowMovementIsNotMissed) {
  for (const double speed : {0.1, 0.3, 0.7})
    for (const int seed : {1, 2}) {
      MovingPerson person(seed);
      Camera camera = resting(person);
      double moved = 0, worst = 0;
      for (int i = 10; i < 50; ++i) {
        const bool kept = camera.keeps(person.frame(speed * (i - 9), noise, i));
        moved = kept ? moved + speed : 0;
        worst = std::max(worst, moved);
      }
      EXPECT_LT(worst, 0.5) << speed << " pixels a frame, person " << seed;
    }
}

TEST(Rest, AHandIsEnough) {
  MovingPerson person;
  Camera camera = resting(person);
  cv::Mat frame = person.frame(0, noise, 10);
  cv::circle(frame, {560, 200}, 8, cv::Scalar(150, 170, 210), cv::FILLED);
  EXPECT_FALSE(camera.keeps(frame));
}

TEST(Rest, AFadeOfLightIsFollowed) {
  MovingPerson person;
  Camera camera = resting(person);
  double dark = 0, worst = 0;
  for (int i = 10; i < 50; ++i) {
    const bool kept = camera.keeps(person.frame(0, noise, i, -0.5 * (i - 9)));
    dark = kept ? dark + 0.5 : 0;
    worst = std::max(worst, dark);
  }
  EXPECT_LE(worst, 4);
}

TEST(Rest, ACutEndsIt) {
  MovingPerson person(1), other(2);
  Camera camera = resting(person);
  EXPECT_FALSE(camera.keeps(other.frame(0, noise, 11)));
}

TEST(Rest, TheNetworkLooksAgainWithinASecond) {
  MovingPerson person;
  Camera camera = resting(person);
  const int before = camera.alpha();
  camera.kept(10, 42, [&](int i) { return person.frame(0, noise, i); });
  EXPECT_GT(camera.alpha(), before);
  EXPECT_TRUE(camera.keeps(person.frame(0, noise, 50)));
  camera.wait(std::chrono::seconds(1));
  EXPECT_FALSE(camera.keeps(person.frame(0, noise, 51)));
}

TEST(Rest, AnEmptyRoomIsLookedAtNowAndThen) {
  MovingPerson person;
  Camera camera;
  camera.be_empty();
  const auto empty = [&](int i) { return person.empty_room(noise, i); };
  camera.kept(0, 10, empty);
  EXPECT_EQ(camera.kept(10, 100, empty), 90);
  EXPECT_LT(camera.kept(100, 140, empty), 40);
}

TEST(Rest, WhoComesIntoAnEmptyRoomIsLookedAtAtOnce) {
  MovingPerson person;
  Camera camera;
  camera.be_empty();
  camera.kept(0, 20, [&](int i) { return person.empty_room(noise, i); });
  EXPECT_FALSE(camera.keeps(person.frame(-390, noise, 20)));  // a shoulder at the left border
}

TEST(Rest, OtherLooksOfAlphaShowAtOnce) {
  MovingPerson person;
  for (const FrameOptions& other : {FrameOptions{.size = 320, .skip_static = true},
                                    FrameOptions{.edge_refine = 0.5, .skip_static = true},
                                    FrameOptions{.temporal = 0, .skip_static = true},
                                    FrameOptions{.black_point = 0.2, .skip_static = true},
                                    FrameOptions{.white_point = 0.8, .skip_static = true},
                                    FrameOptions{.skip_static = false}}) {
    Camera camera = resting(person);
    EXPECT_FALSE(camera.keeps(person.frame(0, noise, 20), other));
  }
  Camera camera = resting(person);
  EXPECT_TRUE(camera.keeps(person.frame(0, noise, 20), {.skip_static = true, .threads = 1}));
}

TEST(Rest, ForgetsOnReset) {
  MovingPerson person;
  Camera camera = resting(person);
  camera.rest().reset();
  EXPECT_FALSE(camera.keeps(person.frame(0, noise, 20)));
}

TEST(Rest, AlphaThatWasNotFoundIsNotKept) {
  MovingPerson person;
  Camera camera = resting(person);
  cv::Mat floats(480, 640, CV_32FC1);
  const auto gives = [&](int i) {
    const cv::Mat frame = person.frame(0, noise, i);
    return camera.rest().give(MovingPerson::view(frame), {.skip_static = true}, {}, floats);
  };
  EXPECT_FALSE(gives(20)) << "it is there in bytes";
  EXPECT_FALSE(gives(21)) << "nothing was remembered since";
}

TEST(Rest, TakesEverySize) {
  for (const auto& [width, height] : {std::pair{1, 1}, {8192, 16}, {3, 1001}, {319, 179}}) {
    const Image frame(width, height, PixelFormat::rgba);
    cv::Mat alpha = cv::Mat::zeros(height, width, CV_8UC1);
    Rest rest;
    int kept = 0;
    for (int i = 0; i < 20; ++i) {
      if (rest.give(frame, {.skip_static = true}, {}, alpha))
        ++kept;
      else
        rest.update(alpha, {});
    }
    EXPECT_EQ(kept, 14) << width << 'x' << height;
  }
}
