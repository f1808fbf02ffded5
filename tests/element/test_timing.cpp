// SPDX-License-Identifier: MIT
// Late frames and latency in a pipeline at work.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace shm {
namespace {

const std::string rgb = raw_caps("RGB", 32, 32);

TEST(Qos, LateFramesAreDroppedAndCounted) {
  Harness harness;
  harness.sink_caps(rgb);
  ASSERT_TRUE(harness.process(plain_frame(rgb, 99)));
  gst_harness_push_upstream_event(
      harness.get(), gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 2.0, GST_SECOND / 3, 0));
  EXPECT_FALSE(harness.process(plain_frame(rgb, 99, 1)));
  EXPECT_TRUE(harness.process(plain_frame(rgb, 99, 60)));
  EXPECT_EQ(harness.counted("dropped"), 1U);
  EXPECT_EQ(harness.counted("inferred"), 2U);
}

TEST(Qos, ADropIsNoDiscontinuityOfTheScene) {
  Harness harness({{"model", "fake:rule=age"}});
  harness.sink_caps(rgb);
  ASSERT_TRUE(harness.process(plain_frame(rgb, 99)));
  gst_harness_push_upstream_event(
      harness.get(), gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 2.0, GST_SECOND / 3, 0));
  EXPECT_FALSE(harness.process(plain_frame(rgb, 99, 1)));
  const BufferPtr out = harness.process(plain_frame(rgb, 99, 12));
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 4)[3], 2);
}

TEST(Latency, IsThatOfTheProcessingOnTopOfUpstreams) {
  Harness harness({{"model", "fake:slow=15"}});
  harness.sink_caps(rgb);
  gst_harness_set_upstream_latency(harness.get(), 100 * GST_MSECOND);
  EXPECT_EQ(gst_harness_query_latency(harness.get()), 100 * GST_MSECOND);
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(harness.process(plain_frame(rgb, 99, i)));
  const GstClockTime latency = gst_harness_query_latency(harness.get());
  EXPECT_GE(latency, 120 * GST_MSECOND);
  EXPECT_LE(latency, 200 * GST_MSECOND) << "on a busy machine";
  EXPECT_EQ(latency % (10 * GST_MSECOND), 0U) << "in steps of 10 ms";
}

/// Answers a latency query as a live source of that latency does.
GstPadProbeReturn answer_latency(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer max) {
  GstQuery* query = GST_PAD_PROBE_INFO_QUERY(info);
  if (GST_QUERY_TYPE(query) != GST_QUERY_LATENCY) return GST_PAD_PROBE_OK;
  gst_query_set_latency(query, TRUE, 100 * GST_MSECOND, *static_cast<GstClockTime*>(max));
  return GST_PAD_PROBE_HANDLED;
}

/// What the element adds to an upstream's least latency, 100 ms, and to its largest, `max`.
std::pair<GstClockTime, GstClockTime> added_latency(GstClockTime max) {
  Harness harness({{"model", "fake:slow=15"}});
  harness.sink_caps(rgb);
  gst_pad_add_probe(harness.get()->srcpad, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM, answer_latency, &max,
                    nullptr);
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(harness.process(plain_frame(rgb, 99, i)));
  const QueryPtr query(gst_query_new_latency());
  EXPECT_TRUE(gst_element_query(harness.element(), query.get()));
  GstClockTime least = 0;
  GstClockTime most = 0;
  gst_query_parse_latency(query.get(), nullptr, &least, &most);
  return {least - 100 * GST_MSECOND, GST_CLOCK_TIME_IS_VALID(most) ? most - max : most};
}

TEST(Latency, GrowsTheLargestAsTheLeast) {
  const auto [least, most] = added_latency(300 * GST_MSECOND);
  EXPECT_GE(least, 20 * GST_MSECOND);
  EXPECT_EQ(most, least);
}

TEST(Latency, LeavesTheLargestWithoutALimit) {
  const auto [least, most] = added_latency(GST_CLOCK_TIME_NONE);
  EXPECT_GE(least, 20 * GST_MSECOND);
  EXPECT_FALSE(GST_CLOCK_TIME_IS_VALID(most));
}

TEST(Latency, IsAnnouncedWhenItGrowsNotWithEveryFrame) {
  Harness harness({{"model", "fake:slow=5"}});
  harness.sink_caps(rgb);
  for (int i = 0; i < 40; ++i)
    ASSERT_TRUE(harness.process(plain_frame(rgb, 99, i)));
  const std::size_t messages = harness.posted_count(GST_MESSAGE_LATENCY);
  EXPECT_GE(messages, 1U);
  EXPECT_LE(messages, 5U);
}

/// The threads that the frames from `first` on were given, where all of them were given the same.
int threads_of(Harness& harness, int first, int count) {
  int threads = -1;
  for (int i = first; i < first + count; ++i) {
    const BufferPtr out = harness.process(plain_frame(rgb, 99, i));
    const int alpha = out ? first_pixel(out.get(), 4)[3] : -2;
    threads = i == first || threads == alpha ? alpha : -3;
  }
  return threads;
}

TEST(Threads, OneIsEnoughForALiveStreamThatItKeepsUpWith) {
  Harness harness({{"model", "fake:rule=threads"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(threads_of(harness, 0, 40), 1);
}

TEST(Threads, AllWorkOnALiveStreamThatIsTooFastForOne) {
  Harness harness({{"model", "fake:rule=threads,slow=32"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(threads_of(harness, 0, 30), 1);
  EXPECT_EQ(threads_of(harness, 30, 5), 0);
}

TEST(Threads, AllWorkOnWhatIsNotLive) {
  Harness harness({{"model", "fake:rule=threads"}});
  gst_harness_set_live(harness.get(), FALSE);
  harness.sink_caps(rgb);
  EXPECT_EQ(threads_of(harness, 0, 5), 0);
}

TEST(Threads, ANumberThatWasAskedForIsTaken) {
  Harness harness({{"model", "fake:rule=threads"}, {"threads", "2"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(threads_of(harness, 0, 5), 0) << "all of the two";
}

TEST(Stats, MeasureEveryStage) {
  Harness harness({{"model", "fake:slow=4"}});
  harness.sink_caps(rgb);
  for (int i = 0; i < 10; ++i)
    ASSERT_TRUE(harness.process(plain_frame(rgb, 99, i)));
  const StructurePtr stats = harness.stats();
  const auto ms = [&](const char* field) {
    gdouble value = -1;
    gst_structure_get_double(stats.get(), field, &value);
    return value;
  };
  EXPECT_EQ(harness.counted("frames"), 10U);
  EXPECT_EQ(harness.counted("inferred"), 10U);
  EXPECT_EQ(ms("preprocess-mean"), 1) << "as the library says";
  EXPECT_EQ(ms("network-p50"), 2);
  EXPECT_EQ(ms("postprocess-p99"), 3);
  EXPECT_GT(ms("convert-p50"), 0);
  EXPECT_GT(ms("compose-p50"), 0);
  EXPECT_GE(ms("total-p50"), 4);
  EXPECT_LE(ms("total-p50"), ms("total-p95"));
  EXPECT_STREQ(gst_structure_get_string(stats.get(), "precision"), "fp32");
}

TEST(Stats, CountFramesThatTheNetworkDidNotSee) {
  for (const char* origin : {"carried", "kept"}) {
    Harness harness({{"model", std::string("fake:origin=") + origin}});
    harness.sink_caps(rgb);
    ASSERT_TRUE(harness.process(plain_frame(rgb, 99)));
    EXPECT_EQ(harness.counted(origin), 1U);
    EXPECT_EQ(harness.counted("inferred"), 0U);
  }
}

TEST(Stats, StartAnewWithTheStream) {
  Harness harness;
  harness.sink_caps(rgb);
  ASSERT_TRUE(harness.process(plain_frame(rgb, 99)));
  gst_element_set_state(harness.element(), GST_STATE_READY);
  gst_element_set_state(harness.element(), GST_STATE_PLAYING);
  EXPECT_EQ(harness.counted("frames"), 0U);
}

}  // namespace
}  // namespace shm
