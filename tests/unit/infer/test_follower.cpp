// SPDX-License-Identifier: MIT
// Where the network looks in a video: at people closely, and at everything often enough.
#include "infer/follower.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

using namespace std::chrono_literals;

const cv::Size working(640, 480);
const cv::Rect all({}, working);
const cv::Rect person(280, 200, 100, 160);

cv::Mat alpha_with(const cv::Rect& somebody, const cv::Rect& another = {}) {
  cv::Mat alpha = cv::Mat::zeros(working, CV_32FC1);
  alpha(somebody & all) = 1;
  alpha(another & all) = 1;
  return alpha;
}

bool holds(const cv::Rect& part, const cv::Rect& other) {
  return (part & other) == other;
}

/// A video in which people are found wherever the follower looks.
class Video {
 public:
  /// Whether the whole of the next frame was looked at.
  bool frame(const cv::Rect& somebody, const cv::Rect& another = {}) {
    follower.begin_frame(working, time += since_last);
    const cv::Mat truth = alpha_with(somebody, another);
    const bool whole = follower.is_whole_due();
    if (whole) follower.saw_whole(truth, all);
    part_seen = follower.is_part_due();
    if (part_seen) {
      cv::Mat seen = cv::Mat::zeros(working, CV_32FC1);
      truth(part()).copyTo(seen(part()));
      follower.saw_part(seen, all);
    }
    return whole;
  }

  /// The same again; of how many the whole was looked at.
  int frames(int count, const cv::Rect& somebody, const cv::Rect& another = {}) {
    int whole = 0;
    for (int i = 0; i < count; ++i)
      whole += frame(somebody, another) ? 1 : 0;
    return whole;
  }

  cv::Rect part() const { return follower.part().place; }

  Follower follower;
  std::chrono::milliseconds since_last{33}, time{0};
  bool part_seen = false;  ///< in the last frame
};

TEST(Follower, LooksAtAllFirstAndThenAtThePersonWithRoomAround) {
  Video video;
  EXPECT_TRUE(video.frame(person));
  EXPECT_TRUE(holds(video.part(), person + cv::Size(20, 20) - cv::Point(10, 10))) << video.part();
  EXPECT_LT(video.part().area(), all.area() / 4);
  EXPECT_FALSE(video.frame(person));
}

TEST(Follower, ShowsThePersonLargerForNoMorePixels) {
  Video video;
  video.frame(person);
  const Follower::Part& part = video.follower.part();
  EXPECT_LE(part.seen.area(), working.area());
  EXPECT_GT(part.seen.width, 1.5 * part.place.width);
  EXPECT_NEAR(double(part.seen.width) / part.seen.height,
              double(part.place.width) / part.place.height, 0.02);
}

TEST(Follower, TakesThreeShapesAtMostWhateverPeopleAre) {
  std::vector<cv::Size> shapes;
  for (const cv::Size& size : {cv::Size(60, 60), {40, 240}, {300, 40}, {120, 200}, {90, 100}}) {
    Video video;
    video.frame({{100, 100}, size});
    shapes.push_back(video.follower.part().seen);
  }
  std::sort(shapes.begin(), shapes.end(), [](auto a, auto b) { return a.width < b.width; });
  EXPECT_LE(std::unique(shapes.begin(), shapes.end()) - shapes.begin(), 3);
}

TEST(Follower, LooksAtAllAgainWithinFifteenFrames) {
  Video video;
  video.frame(person);
  EXPECT_EQ(video.frames(150, person), 10);
}

TEST(Follower, LooksAtAllAgainWithinHalfASecondOfASlowCamera) {
  Video video;
  video.since_last = 100ms;
  video.frame(person);
  EXPECT_EQ(video.frames(100, person), 20);
}

TEST(Follower, LooksCloselyAtLeastEverySecondTimeHoweverSlowTheCamera) {
  Video video;
  video.since_last = 2s;
  int close = 0;
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(video.frame(person));
    close += video.part_seen ? 1 : 0;
  }
  EXPECT_EQ(close, 50);
}

TEST(Follower, StaysWhereItIsWhilePeopleMoveALittle) {
  Video video;
  video.frame(person);
  const cv::Rect before = video.part();
  for (int i = 0; i < 100; ++i) {
    video.frame(person + cv::Point(i % 9, i % 5));
    EXPECT_EQ(video.part(), before) << i;
  }
}

TEST(Follower, LooksAtAllAsSoonAsSomebodyComesNearThePartsBorder) {
  Video video;
  video.frame(person);
  const cv::Rect there({video.part().x + 1, person.y}, person.size());
  EXPECT_FALSE(video.frame(there));
  EXPECT_TRUE(video.frame(there));
  EXPECT_TRUE(holds(video.part(), there));
  EXPECT_FALSE(video.frame(there));
}

TEST(Follower, FindsWhoComesInElsewhere) {
  const cv::Rect other(20, 220, 80, 140);
  Video video;
  video.frame(person);
  EXPECT_FALSE(holds(video.part(), other));
  video.frames(Follower::longest_unseen, person, other);
  EXPECT_TRUE(holds(video.part(), other));
  EXPECT_TRUE(holds(video.part(), person));
}

TEST(Follower, ComesCloserSomeTimeAfterSomebodyHasLeft) {
  const cv::Rect other(20, 220, 80, 140);
  Video video;
  video.frame(person, other);
  const cv::Rect both = video.part();
  video.frames(5, person);
  EXPECT_EQ(video.part(), both);
  video.frames(3 * Follower::longest_unseen, person);
  EXPECT_LT(video.part().area(), both.area() / 2);
}

TEST(Follower, LooksAtAllWhereNobodyIsLeft) {
  Video video;
  video.frame(person);
  EXPECT_FALSE(video.frame({}));
  EXPECT_TRUE(video.frame({}));
  video.frames(2 * Follower::longest_unseen, {});
  EXPECT_EQ(video.part(), all);
}

TEST(Follower, DoesNotComeCloserForSecondsWherePeopleWereLostThatWay) {
  Video video;
  video.frame(person);
  video.follower.doubt();
  EXPECT_EQ(video.frames(100, person), 100);
  EXPECT_LT(video.frames(100, person), 100);
}

TEST(Follower, HeedsPeopleInTheRegionAlone) {
  Follower follower;
  follower.begin_frame(working);
  follower.saw_whole(alpha_with(person, {20, 220, 80, 140}), {200, 0, 440, 480});
  EXPECT_TRUE(holds(follower.part().place, person));
  EXPECT_GT(follower.part().place.x, 100);
}

TEST(Follower, LooksAtAllWhereAPersonFillsTheFrame) {
  Video video;
  video.frame({20, 10, 600, 470});
  EXPECT_EQ(video.part(), all);
}

TEST(Follower, AnotherSizeOrSceneBeginsWithAllOfIt) {
  Video video;
  video.frame(person);
  video.follower.begin_frame({320, 240});
  EXPECT_TRUE(video.follower.is_whole_due());
  EXPECT_EQ(video.follower.part().place, cv::Rect(0, 0, 320, 240));
  video.frame(person);
  video.follower.reset();
  EXPECT_TRUE(video.frame(person));
}

TEST(Follower, PartsLieWithinFramesOfEverySize) {
  for (const cv::Size& size : {cv::Size(1, 1), {640, 1}, {64, 640}, {333, 77}, {65, 66}})
    for (const cv::Point& corner : {cv::Point(0, 0), {size.width - 1, size.height - 1}}) {
      cv::Mat alpha = cv::Mat::zeros(size, CV_32FC1);
      alpha(cv::Rect(corner.x / 2, corner.y / 2, (size.width + 1) / 2, (size.height + 1) / 2)) = 1;
      Follower follower;
      follower.begin_frame(size);
      follower.saw_whole(alpha, {{}, size});
      EXPECT_TRUE(holds({{}, size}, follower.part().place)) << size << follower.part().place;
      EXPECT_GT(follower.part().place.area(), 0);
      EXPECT_GT(follower.part().seen.area(), 0);
    }
}

TEST(BeginsScene, WhereThereIsNoFrameBeforeOrMostOfThePictureIsAnother) {
  const cv::Mat dark(working, CV_32FC1, cv::Scalar(0.2)), light(working, CV_32FC1, cv::Scalar(0.7));
  EXPECT_TRUE(begins_scene({}, dark));
  EXPECT_TRUE(begins_scene(dark, light));
  EXPECT_FALSE(begins_scene(dark, dark));
  cv::Mat moved = dark.clone();
  moved(person) = 0.9;
  EXPECT_FALSE(begins_scene(dark, moved));
}

}  // namespace
}  // namespace shm
