// SPDX-License-Identifier: MIT
// The latency that is told, as frames take longer and shorter.
#include "latency.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

/// How often the latency to report changed.
int changes(Latency& latency, int frames, double ms) {
  int count = 0;
  for (int i = 0; i < frames; ++i)
    count += latency.measure(ms) ? 1 : 0;
  return count;
}

TEST(ReportedLatency, IsNotThatOfASlowFirstFrame) {
  Latency latency;
  changes(latency, 1, 733);
  EXPECT_EQ(latency.reported(), 0U);
  EXPECT_EQ(changes(latency, 10000, 17), 1);
  EXPECT_EQ(latency.reported(), 20 * GST_MSECOND);
}

TEST(ReportedLatency, GrowsAtOnceWhereFramesNeedIt) {
  Latency latency;
  changes(latency, 2, 17);
  EXPECT_EQ(changes(latency, 8, 45), 1);
  EXPECT_EQ(latency.reported(), 50 * GST_MSECOND);
}

TEST(ReportedLatency, FallsWithinSecondsAfterABurst) {
  Latency latency;
  changes(latency, 100, 17);
  changes(latency, 20, 600);
  EXPECT_EQ(latency.reported(), 600 * GST_MSECOND);
  EXPECT_EQ(changes(latency, 5 * 30, 17), 1) << "with a message";
  EXPECT_EQ(latency.reported(), 20 * GST_MSECOND);
}

/// The seconds after a burst until the latency has fallen.
double seconds_to_fall(int frames_a_second) {
  Latency latency;
  latency.set_frame(GST_SECOND / GstClockTime(frames_a_second));
  changes(latency, 1000, 17);
  changes(latency, 1000, 600);
  int frames = 0;
  for (; latency.reported() > 20 * GST_MSECOND && frames < 2000; ++frames)
    changes(latency, 1, 17);
  return double(frames) / frames_a_second;
}

TEST(ReportedLatency, FallsWithinTwoSecondsWhateverTheFrameRate) {
  for (const int frames_a_second : {10, 30, 120})
    EXPECT_NEAR(seconds_to_fall(frames_a_second), 1.8, 0.1) << frames_a_second;
}

TEST(ReportedLatency, OfFewFramesASecondIsNotThatOfASingleOne) {
  Latency latency;
  latency.set_frame(GST_SECOND);
  changes(latency, 20, 17);
  changes(latency, 1, 600);
  changes(latency, 8, 17);
  EXPECT_EQ(latency.reported(), 20 * GST_MSECOND);
}

TEST(ReportedLatency, StaysWhereTheStreamChangesItsFrameRate) {
  Latency latency;
  changes(latency, 100, 17);
  latency.set_frame(GST_SECOND / 10);
  EXPECT_EQ(latency.reported(), 20 * GST_MSECOND);
  EXPECT_EQ(changes(latency, 100, 17), 0);
}

TEST(ReportedLatency, DoesNotChangeWithTheNoise) {
  Latency latency;
  changes(latency, 100, 25);
  int count = 0;
  for (int i = 0; i < 100; ++i)
    count += changes(latency, 30, i % 2 == 0 ? 19 : 25);
  EXPECT_EQ(count, 0);
  EXPECT_EQ(latency.reported(), 30 * GST_MSECOND);
}

}  // namespace
}  // namespace shm
