// SPDX-License-Identifier: MIT
// When a slow machine has the network look at fewer frames.
#include "interval_demand.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

constexpr GstClockTime frame = 40 * GST_MSECOND;

/// A live stream of 25 frames a second.
class LiveInterval : public testing::Test {
 protected:
  void SetUp() override { demand_.restart(true, frame); }

  void frames(int count, double seen_ms, double carried_ms) {
    for (int i = 0; i < count; ++i) {
      const bool carried = place_++ % demand_.interval() != 0;
      demand_.measure(carried ? carried_ms : seen_ms, carried);
    }
  }

  IntervalDemand demand_;
  int place_ = 0;
};

TEST_F(LiveInterval, EachFrameIsSeenWhereTheMachineKeepsUp) {
  frames(1000, 36, 10);
  EXPECT_EQ(demand_.interval(), 1);
}

TEST_F(LiveInterval, EverySecondIsSeenWhereAllWouldBeTooMuch) {
  frames(100, 50, 10);
  EXPECT_EQ(demand_.interval(), 2);
  frames(1000, 50, 10);
  EXPECT_EQ(demand_.interval(), 2);
}

TEST_F(LiveInterval, LeavesRoomOnceNotEachFrameIsSeen) {
  frames(1000, 60, 14);
  EXPECT_EQ(demand_.interval(), 3) << "every second would fill 37 of 40 ms";
}

TEST_F(LiveInterval, GrowsNoFurtherThanThePictureBears) {
  frames(1000, 1000, 100);
  EXPECT_EQ(demand_.interval(), IntervalDemand::most);
}

TEST_F(LiveInterval, FallsAgainOnceTheMachineIsQuiet) {
  frames(300, 100, 12);
  EXPECT_GT(demand_.interval(), 2);
  frames(300, 20, 5);
  EXPECT_EQ(demand_.interval(), 1);
}

TEST_F(LiveInterval, IsNotFooledByAFewSlowFrames) {
  frames(3, 200, 10);
  frames(100, 20, 10);
  EXPECT_EQ(demand_.interval(), 1);
}

TEST(Interval, OfWhatIsNotLiveIsEachFrame) {
  IntervalDemand demand;
  demand.restart(false, frame);
  for (int i = 0; i < 1000; ++i)
    demand.measure(1000, false);
  EXPECT_EQ(demand.interval(), 1);
}

}  // namespace
}  // namespace shm
