// SPDX-License-Identifier: MIT
// The latency that is told, as frames take longer and shorter.
#include "latency.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

/// A stream whose frames are measured, so many a second.
class Stream {
 public:
  explicit Stream(double frames_a_second = 30)
      : frame_(GstClockTime(GST_SECOND / frames_a_second)) {}

  /// How often the latency to report changed.
  int changes(int frames, double ms) {
    int count = 0;
    for (int i = 0; i < frames; ++i)
      count += latency_.measure(ms, now_ += frame_) ? 1 : 0;
    return count;
  }

  /// From here on so many of them are measured, though as many come as before.
  void measure_fewer(double frames_a_second) {
    frame_ = GstClockTime(GST_SECOND / frames_a_second);
  }
  void set_frame(GstClockTime duration) {
    latency_.set_frame(duration);
    frame_ = duration;
  }
  GstClockTime reported() const { return latency_.reported(); }

 private:
  Latency latency_;
  GstClockTime frame_, now_ = 0;
};

TEST(ReportedLatency, IsNotThatOfASlowFirstFrame) {
  Stream stream;
  stream.changes(1, 733);
  EXPECT_EQ(stream.reported(), 0U);
  EXPECT_EQ(stream.changes(10000, 17), 1);
  EXPECT_EQ(stream.reported(), 20 * GST_MSECOND);
}

TEST(ReportedLatency, GrowsAtOnceWhereFramesNeedIt) {
  Stream stream;
  stream.changes(2, 17);
  EXPECT_EQ(stream.changes(8, 45), 1);
  EXPECT_EQ(stream.reported(), 50 * GST_MSECOND);
}

TEST(ReportedLatency, FallsWithinSecondsAfterABurst) {
  Stream stream;
  stream.changes(100, 17);
  stream.changes(20, 600);
  EXPECT_EQ(stream.reported(), 600 * GST_MSECOND);
  EXPECT_EQ(stream.changes(5 * 30, 17), 1) << "with a message";
  EXPECT_EQ(stream.reported(), 20 * GST_MSECOND);
}

/// The seconds after a burst until the latency has fallen.
double seconds_to_fall(int frames_a_second) {
  Stream stream;
  stream.set_frame(GST_SECOND / GstClockTime(frames_a_second));
  stream.changes(1000, 17);
  stream.changes(1000, 600);
  int frames = 0;
  for (; stream.reported() > 20 * GST_MSECOND && frames < 2000; ++frames)
    stream.changes(1, 17);
  return double(frames) / frames_a_second;
}

TEST(ReportedLatency, FallsWithinTwoSecondsWhateverTheFrameRate) {
  for (const int frames_a_second : {10, 30, 120})
    EXPECT_NEAR(seconds_to_fall(frames_a_second), 1.8, 0.1) << frames_a_second;
}

/// One a second in a picture at rest, a few where most are dropped.
TEST(ReportedLatency, FallsWhereFewFramesAreMeasured) {
  for (const int measured_a_second : {1, 4}) {
    Stream stream;
    stream.changes(20, 800);
    stream.measure_fewer(measured_a_second);
    stream.changes(4 * measured_a_second, 17);
    EXPECT_EQ(stream.reported(), 20 * GST_MSECOND) << measured_a_second;
  }
}

TEST(ReportedLatency, OfFewFramesASecondIsNotThatOfASingleOne) {
  Stream stream;
  stream.set_frame(GST_SECOND);
  stream.changes(20, 17);
  stream.changes(1, 600);
  stream.changes(8, 17);
  EXPECT_EQ(stream.reported(), 20 * GST_MSECOND);
}

TEST(ReportedLatency, StaysWhereTheStreamChangesItsFrameRate) {
  Stream stream;
  stream.changes(100, 17);
  stream.set_frame(GST_SECOND / 10);
  EXPECT_EQ(stream.reported(), 20 * GST_MSECOND);
  EXPECT_EQ(stream.changes(100, 17), 0);
}

TEST(ReportedLatency, DoesNotChangeWithTheNoise) {
  Stream stream;
  stream.changes(100, 25);
  int count = 0;
  for (int i = 0; i < 100; ++i)
    count += stream.changes(30, i % 2 == 0 ? 19 : 25);
  EXPECT_EQ(count, 0);
  EXPECT_EQ(stream.reported(), 30 * GST_MSECOND);
}

}  // namespace
}  // namespace shm
