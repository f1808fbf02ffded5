// SPDX-License-Identifier: MIT
// Which gaps between frames are a new scene.
#include "continuity.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

constexpr GstClockTime frame = 40 * GST_MSECOND;

/// A stream of 25 frames a second whose last frame began at 10 s.
class FrameAfterAnother : public testing::Test {
 protected:
  FrameAfterAnother() {
    continuity_.restart(frame);
    continuity_.follows(10 * GST_SECOND, frame);
  }

  bool follows(GstClockTime time) { return continuity_.follows(time, frame); }

  Continuity continuity_;
};

TEST_F(FrameAfterAnother, Follows) {
  EXPECT_TRUE(follows(10 * GST_SECOND + frame));
  EXPECT_TRUE(follows(10 * GST_SECOND + 2 * frame));
}

TEST_F(FrameAfterAnother, FollowsWhereAnOlderCameraStampsItALittleEarly) {
  EXPECT_TRUE(follows(10 * GST_SECOND + frame / 2));
}

TEST_F(FrameAfterAnother, FollowsHalfASecondBehindTheLastOnesEnd) {
  EXPECT_TRUE(follows(10 * GST_SECOND + frame + GST_SECOND / 2));
}

TEST_F(FrameAfterAnother, IsOfANewSceneFartherAhead) {
  EXPECT_FALSE(follows(10 * GST_SECOND + frame + GST_SECOND / 2 + 1));
}

TEST_F(FrameAfterAnother, IsOfANewSceneBackInTime) {
  EXPECT_FALSE(follows(10 * GST_SECOND - 1));
}

TEST_F(FrameAfterAnother, IsAFirstOneOnceForgotten) {
  continuity_.reset();
  EXPECT_TRUE(follows(0));
}

TEST_F(FrameAfterAnother, FollowsWithoutATime) {
  EXPECT_TRUE(follows(GST_CLOCK_TIME_NONE));
  EXPECT_TRUE(follows(10 * GST_SECOND + frame)) << "and leaves the last time as it was";
  EXPECT_FALSE(follows(GST_SECOND));
}

TEST_F(FrameAfterAnother, LastsAsLongAsTheStreamsFramesWhereItDoesNotSay) {
  continuity_.restart(GST_SECOND);
  EXPECT_TRUE(continuity_.follows(0, GST_CLOCK_TIME_NONE));
  EXPECT_TRUE(continuity_.follows(GST_SECOND, GST_CLOCK_TIME_NONE));
  EXPECT_FALSE(continuity_.follows(3 * GST_SECOND, GST_CLOCK_TIME_NONE));
}

}  // namespace
}  // namespace shm
