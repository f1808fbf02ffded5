// SPDX-License-Identifier: MIT
// Which frames are given up, and that some always are shown.
#include "late_frames.hpp"

#include <gtest/gtest.h>

#include "harness.hpp"
#include "pipeline.hpp"

namespace shm {
namespace {

constexpr GstClockTime ms = GST_MSECOND;
constexpr GstClockTime frame = 40 * ms;

/// Frames that take 100 ms and are shown 120 ms after their time; one came late to the sink.
class Late : public testing::Test {
 protected:
  void SetUp() override {
    late_.restart(frame);
    late_.set_latency(120 * ms);
    works(GST_SECOND);
    EXPECT_FALSE(drops(GST_SECOND, 0)) << "as fresh as can be";
    late_.report(GstClockTimeDiff(ms), GST_SECOND);
  }

  void works(GstClockTime until) { late_.measure(100, until); }
  /// Whether a frame is dropped that comes at `now` at that age.
  bool drops(GstClockTime now, GstClockTime age) { return late_.late(now - age, now).has_value(); }

  LateFrames late_;
};

TEST_F(Late, AreFramesThatCannotBeReadyInTime) {
  EXPECT_TRUE(drops(GST_SECOND, 60 * ms));
  EXPECT_TRUE(drops(GST_SECOND, 30 * ms));
  EXPECT_FALSE(drops(GST_SECOND, 10 * ms));
}

TEST_F(Late, AreTheyByTheTimeThatIsMissing) {
  EXPECT_EQ(late_.late(GST_SECOND - 60 * ms, GST_SECOND), GstClockTimeDiff(40 * ms));
}

TEST_F(Late, IsNoFrameThatIsAsFreshAsFramesCome) {
  late_.reset();
  works(GST_SECOND);
  late_.report(GstClockTimeDiff(ms), GST_SECOND);
  for (int i = 0; i < 100; ++i)
    EXPECT_FALSE(drops(GST_SECOND, 200 * ms)) << "all come at that age";
  EXPECT_TRUE(drops(GST_SECOND, 400 * ms));
}

TEST_F(Late, IsNoFrameHalfASecondAfterTheLastThatWasWorkedOn) {
  EXPECT_TRUE(drops(GST_SECOND + 490 * ms, 60 * ms));
  EXPECT_FALSE(drops(GST_SECOND + 500 * ms, 60 * ms));
}

TEST_F(Late, IsNoFrameUnlessTheSinkHasLatelyComplained) {
  works(GST_SECOND + LateFrames::memory);
  EXPECT_FALSE(drops(GST_SECOND + LateFrames::memory, 60 * ms));
  late_.report(-GstClockTimeDiff(ms), GST_SECOND + LateFrames::memory);
  EXPECT_FALSE(drops(GST_SECOND + LateFrames::memory, 60 * ms)) << "it was in time";
  late_.report(GstClockTimeDiff(ms), GST_SECOND + LateFrames::memory);
  EXPECT_TRUE(drops(GST_SECOND + LateFrames::memory, 60 * ms));
}

TEST_F(Late, IsForgottenAtAFlush) {
  late_.reset();
  works(GST_SECOND);
  EXPECT_FALSE(drops(GST_SECOND, 0));
  EXPECT_FALSE(drops(GST_SECOND, 60 * ms));
}

TEST_F(Late, IsNoFrameWithoutATime) {
  EXPECT_FALSE(late_.late(GST_CLOCK_TIME_NONE, GST_SECOND));
  EXPECT_FALSE(late_.late(GST_SECOND, GST_CLOCK_TIME_NONE));
}

TEST(LateFrame, IsNoneWhereTheLatencyIsNotKnown) {
  LateFrames late;
  late.restart(frame);
  late.measure(100, GST_SECOND);
  late.report(GstClockTimeDiff(ms), GST_SECOND);
  EXPECT_FALSE(late.late(GST_SECOND, GST_SECOND));
  EXPECT_FALSE(late.late(0, GST_SECOND));
}

/// What a sink shows of two seconds of a camera, where a frame takes three frames' time.
struct Shown {
  std::size_t frames = 0;
  guint64 worked = 0, dropped = 0;
};

Shown shown(const std::string& qos) {
  Pipeline pipeline(
      "videotestsrc is-live=true num-buffers=60 ! " + raw_caps("RGB", 32, 32) +
      " ! shmmatting name=matting model=fake:slow=100 qos=" + qos +
      " ! appsink name=sink wait-on-eos=false sync=true qos=true max-lateness=20000000");
  EXPECT_EQ(pipeline.play(), "");
  GstStructure* stats = nullptr;
  g_object_get(pipeline.element("matting").get(), "stats", &stats, nullptr);
  const StructurePtr owned(stats);
  Shown shown = {pipeline.frames().size()};
  gst_structure_get_uint64(stats, "inferred", &shown.worked);
  gst_structure_get_uint64(stats, "dropped", &shown.dropped);
  return shown;
}

TEST(SlowMachine, ShowsTheFramesItWorksOn) {
  const Shown with = shown("true");
  const Shown without = shown("false");
  EXPECT_GE(with.frames, 10U);
  EXPECT_GE(with.frames, 2 * without.frames);
  EXPECT_GE(with.frames + 8, with.worked) << "which are hardly ever too late";
  EXPECT_EQ(with.worked + with.dropped, 60U);
}

}  // namespace
}  // namespace shm
