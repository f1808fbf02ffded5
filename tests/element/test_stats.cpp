// SPDX-License-Identifier: MIT
// What the element tells of its work.
#include "stats_clock.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "harness.hpp"

namespace shm {
namespace {

const std::string caps = raw_caps("RGBA", 32, 32);

TEST(StatsClock, NeverStrikesUnlessAsked) {
  EXPECT_FALSE(StatsClock().is_time(0));
}

TEST(StatsClock, StrikesAtOnceThenOncePerInterval) {
  StatsClock clock;
  EXPECT_TRUE(clock.is_time(20));
  EXPECT_FALSE(clock.is_time(20));
  std::this_thread::sleep_for(std::chrono::milliseconds(25));
  EXPECT_TRUE(clock.is_time(20));
}

TEST(Statistics, AreToldAtTheirInterval) {
  Harness harness({{"model", "fake:"}, {"stats-interval", "3600000"}});
  harness.sink_caps(caps);
  for (int i = 0; i < 3; ++i)
    harness.process(plain_frame(caps, 99, i));
  EXPECT_EQ(harness.posted_count(GST_MESSAGE_ELEMENT), 1U);
}

TEST(Statistics, AreNotToldUnlessAsked) {
  Harness harness({{"model", "fake:"}});
  harness.sink_caps(caps);
  harness.process(plain_frame(caps, 99));
  EXPECT_EQ(harness.posted_count(GST_MESSAGE_ELEMENT), 0U);
}

TEST(Statistics, SayWhatRuns) {
  Harness harness({{"model", "fake:"}, {"interval", "3"}, {"threads", "2"}});
  harness.sink_caps(caps);
  harness.process(plain_frame(caps, 99));
  const auto stats = harness.stats();
  int threads = 0, interval = 0;
  double processor_ms = -1;
  ASSERT_TRUE(gst_structure_get(stats.get(), "threads", G_TYPE_INT, &threads, "interval",
                                G_TYPE_INT, &interval, "processor-time", G_TYPE_DOUBLE,
                                &processor_ms, nullptr));
  EXPECT_EQ(threads, 4) << "those that the model says it was opened with";
  EXPECT_EQ(interval, 3);
  EXPECT_GE(processor_ms, 0);
  EXPECT_STREQ(gst_structure_get_string(stats.get(), "vector-unit"), "plain");
}

}  // namespace
}  // namespace shm
