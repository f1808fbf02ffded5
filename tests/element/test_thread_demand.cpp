#include "thread_demand.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

constexpr GstClockTime frame = 40 * GST_MSECOND;

/// A live stream of 25 frames a second.
class LiveDemand : public testing::Test {
 protected:
  void SetUp() override { demand_.restart(true, frame); }

  void frames(int count, double ms) {
    for (int i = 0; i < count; ++i)
      demand_.measure(ms);
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

TEST_F(LiveDemand, TriesOneAgainWhenAllHaveLongBeenFastEnough) {
  frames(30, 38);
  frames(299, 12);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
  frames(1, 12);
  EXPECT_EQ(demand_.threads(), 1);
}

TEST_F(LiveDemand, TriesOneLaterEachTimeItFails) {
  frames(30, 38);
  frames(300, 12);
  frames(30, 38);
  frames(300, 12);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
  frames(300, 12);
  EXPECT_EQ(demand_.threads(), 1);
}

TEST_F(LiveDemand, KeepsAllWhileTheyAreNeeded) {
  frames(30, 38);
  frames(5000, 20);
  EXPECT_EQ(demand_.threads(), ThreadDemand::all);
}

TEST(Demand, OfWhatIsNotLiveIsAllThreads) {
  ThreadDemand demand;
  demand.restart(false, frame);
  for (int i = 0; i < 5000; ++i)
    demand.measure(1);
  EXPECT_EQ(demand.threads(), ThreadDemand::all);
}

TEST(Demand, TakesAnUnknownRateForThirtyFramesASecond) {
  ThreadDemand demand;
  demand.restart(true, GST_CLOCK_TIME_NONE);
  for (int i = 0; i < 30; ++i)
    demand.measure(27);
  EXPECT_EQ(demand.threads(), 1);
  for (int i = 0; i < 30; ++i)
    demand.measure(31);
  EXPECT_EQ(demand.threads(), ThreadDemand::all);
}

}  // namespace
}  // namespace shm
