// SPDX-License-Identifier: MIT
// When a live stream gets more threads than one.
#include "thread_demand.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

constexpr GstClockTime frame = 40 * GST_MSECOND;

/// A live stream of 25 frames a second.
class LiveDemand : public testing::Test {
 protected:
  void SetUp() override { demand_.restart(true, frame); }

  /// Frames that took so long, all of it work of one thread, or so much work of several.
  void frames(int count, double ms) { frames(count, ms, ms); }
  void frames(int count, double ms, double work_ms) {
    for (int i = 0; i < count; ++i)
      demand_.measure(ms, work_ms);
  }

  ThreadDemand demand_;
};

TEST_F(LiveDemand, HasOneThreadWhileOneKeepsUp) {
  frames(1000, 25);
  EXPECT_EQ(demand_.threads(), 1);
}

TEST_F(LiveDemand, HasAllOnceOneIsTooSlow) {
  frames(30, 38);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
}

TEST_F(LiveDemand, IsNotFooledByAFewSlowFrames) {
  frames(14, 100);
  frames(100, 20);
  EXPECT_EQ(demand_.threads(), 1);
}

TEST_F(LiveDemand, KeepsAllWhileTheyAreNeeded) {
  frames(30, 38);
  frames(5000, 20, 38);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
}

TEST_F(LiveDemand, GoesBackWithinASecondWhereAllAreNoFaster) {
  frames(30, 60);
  frames(25, 58, 30);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
  frames(5, 58, 30);
  EXPECT_EQ(demand_.threads(), 1);
}

TEST_F(LiveDemand, TriesAllAgainLaterWhereTheyWereNoFaster) {
  frames(60, 60);
  frames(299, 60);
  EXPECT_EQ(demand_.threads(), 1);
  frames(1, 60);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
}

TEST_F(LiveDemand, KeepsAllWhereOneHadNoCore) {
  frames(30, 60, 25);
  frames(5000, 35, 25);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
}

TEST_F(LiveDemand, TriesOneAgainWhenFramesHaveLongTakenLittleWork) {
  frames(30, 38);
  frames(299, 12, 20);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
  frames(1, 12, 20);
  EXPECT_EQ(demand_.threads(), 1);
}

TEST_F(LiveDemand, TriesOneLaterEachTimeItFails) {
  frames(30, 38);
  frames(300, 12, 20);
  frames(30, 38);
  frames(300, 12, 20);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
  frames(300, 12, 20);
  EXPECT_EQ(demand_.threads(), 1);
}

TEST(Demand, OfWhatIsNotLiveIsAllThreads) {
  ThreadDemand demand;
  demand.restart(false, frame);
  for (int i = 0; i < 5000; ++i)
    demand.measure(1, 1);
  EXPECT_EQ(demand.threads(), ThreadDemand::all);
}

TEST(Demand, TakesAnUnknownRateForThirtyFramesASecond) {
  ThreadDemand demand;
  demand.restart(true, GST_CLOCK_TIME_NONE);
  for (int i = 0; i < 30; ++i)
    demand.measure(27, 27);
  EXPECT_EQ(demand.threads(), 1);
  for (int i = 0; i < 30; ++i)
    demand.measure(31, 31);
  EXPECT_EQ(demand.threads(), ThreadDemand::all);
}

}  // namespace
}  // namespace shm
