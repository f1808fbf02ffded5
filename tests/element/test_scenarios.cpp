// SPDX-License-Identifier: MIT
// What applications do to a running pipeline: seek, pause, change formats, relink, end it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "pipeline.hpp"

namespace shm {
namespace {

using testing::Each;
using testing::IsEmpty;

const std::string clip = SHM_SOURCE_ROOT "/examples/walk.mkv";
const std::string source = "videotestsrc num-buffers=60 ! video/x-raw, width=64, height=48 ! ";
const std::string sink = " ! fakesink sync=false ";

/// Waits for what was asked of a pipeline.
bool reaches(Pipeline& pipeline, GstState state) {
  gst_element_set_state(pipeline.get(), state);
  return gst_element_get_state(pipeline.get(), nullptr, nullptr, 10 * GST_SECOND) ==
         GST_STATE_CHANGE_SUCCESS;
}

bool seeks(Pipeline& pipeline, double rate, GstClockTime start, GstClockTime stop) {
  constexpr auto flags = GstSeekFlags(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE);
  return gst_element_seek(pipeline.get(), rate, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET,
                          gint64(start), GST_SEEK_TYPE_SET, gint64(stop)) != FALSE &&
         gst_element_get_state(pipeline.get(), nullptr, nullptr, 10 * GST_SECOND) ==
             GST_STATE_CHANGE_SUCCESS;
}

const std::string of_the_clip = "filesrc location=" + clip + " ! decodebin ! ";
const std::string to_the_test =
    "shmmatting model=fake ! appsink name=sink sync=false wait-on-eos=false";

TEST(Scenario, ClipIsSoughtBackAndForthWhilePausedAndPlaying) {
  Pipeline pipeline(of_the_clip + to_the_test);
  ASSERT_TRUE(reaches(pipeline, GST_STATE_PAUSED));
  for (int i = 0; i < 12; ++i) {
    if (i == 6) gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    EXPECT_TRUE(seeks(pipeline, 1, GstClockTime(i * 7 % 3) * GST_SECOND, 3 * GST_SECOND)) << i;
  }
  EXPECT_TRUE(seeks(pipeline, 1, GST_SECOND, 2 * GST_SECOND));
  EXPECT_EQ(pipeline.play(), "");
  const auto frames = pipeline.frames();
  ASSERT_GT(frames.size(), 5U);
  EXPECT_NEAR(double(GST_BUFFER_PTS(frames.front().get())), double(GST_SECOND), 1e8);
}

TEST(Scenario, ClipIsPlayedBackwards) {
  Pipeline pipeline(of_the_clip + to_the_test);
  ASSERT_TRUE(reaches(pipeline, GST_STATE_PAUSED));
  ASSERT_TRUE(seeks(pipeline, -1, 0, GST_SECOND));
  EXPECT_EQ(pipeline.play(), "");
  const auto frames = pipeline.frames();
  ASSERT_GT(frames.size(), 5U);
  EXPECT_GT(GST_BUFFER_PTS(frames.front().get()), GST_BUFFER_PTS(frames.back().get()));
}

/// Plays until so many more frames have come; gives the last.
BufferPtr last_of(Pipeline& pipeline, std::size_t count) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  BufferPtr last;
  for (std::size_t seen = 0; seen < count && std::chrono::steady_clock::now() < end;) {
    for (const BufferPtr& frame : pipeline.frames()) {
      last.reset(gst_buffer_ref(frame.get()));
      ++seen;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return last;
}

std::size_t warnings_of(Pipeline& pipeline) {
  const BusPtr bus(gst_element_get_bus(pipeline.get()));
  std::size_t count = 0;
  while (MessagePtr(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_WARNING)))
    ++count;
  return count;
}

TEST(Scenario, BackgroundTakenAwayBeforeAWindowNeverShowsTheRoom) {
  for (const char* between : {"", "videoconvert ! "}) {
    Pipeline pipeline(
        "videotestsrc is-live=true pattern=white ! "
        "video/x-raw, width=64, height=48, framerate=60/1 ! "
        "shmmatting name=matting model=fake:alpha=0 background=blur ! " +
        std::string(between) +
        "video/x-raw, format=BGRx ! appsink name=sink sync=false wait-on-eos=false");
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    const BufferPtr blurred = last_of(pipeline, 5);
    ASSERT_TRUE(blurred) << between;
    EXPECT_GT(first_pixel(blurred.get(), 3)[0], 200) << between;
    gst_util_set_object_arg(G_OBJECT(pipeline.element("matting").get()), "background",
                            "transparent");
    last_of(pipeline, 10);  // some of which were on their way
    EXPECT_EQ(first_pixel(last_of(pipeline, 1).get(), 3), (std::vector<int>{0x40, 0xb1, 0}));
    EXPECT_EQ(warnings_of(pipeline), 1U) << between;
    EXPECT_EQ(pipeline.end(), "") << between;
  }
}

TEST(Scenario, FormatAndSizeChangeEveryTenFrames) {
  const std::vector<std::string> formats = {"YUY2", "NV12", "RGB",   "I420", "UYVY",
                                            "BGRx", "RGBA", "GRAY8", "AYUV", "P010_10LE"};
  Harness harness({{"model", "fake:alpha=255"}, {"on-error", "hold"}});
  for (int i = 0; i < 300; ++i) {
    const int turn = i / 10;
    const int width = 64 + 16 * (turn % 5), height = 48 + 8 * (turn % 3);
    const std::string caps = raw_caps(formats[std::size_t(turn) % formats.size()], width, height);
    if (i % 10 == 0) harness.sink_caps(caps);
    const BufferPtr out = harness.process(plain_frame(caps, 128, i));
    ASSERT_TRUE(out) << caps;
    ASSERT_EQ(gst_buffer_get_size(out.get()), std::size_t(width * height * 4)) << caps;
    ASSERT_EQ(GST_BUFFER_PTS(out.get()), gst_util_uint64_scale(guint64(i), GST_SECOND, 30));
  }
  EXPECT_EQ(harness.counted("failures"), 0U);
  EXPECT_THAT(harness.errors(), IsEmpty());
}

TEST(Scenario, PauseAndPlayTwoHundredTimes) {
  Pipeline pipeline(
      "videotestsrc is-live=true ! video/x-raw, width=64, height=48, framerate=120/1 ! "
      "shmmatting model=fake ! fakesink name=sink");
  for (int i = 0; i < 200; ++i) {
    gst_element_set_state(pipeline.get(), i % 2 == 0 ? GST_STATE_PLAYING : GST_STATE_PAUSED);
    if (i % 50 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(reaches(pipeline, GST_STATE_PLAYING));
  EXPECT_EQ(pipeline.end(), "");
}

TEST(Scenario, StreamThatEndsWhileAModelIsSwappedEndsAtOnce) {
  Pipeline pipeline(source + "shmmatting name=matting model=fake:alpha=1" + sink);
  ASSERT_TRUE(reaches(pipeline, GST_STATE_PAUSED));
  g_object_set(pipeline.element("matting").get(), "model", "fake:alpha=2,load=300", nullptr);
  EXPECT_EQ(pipeline.play(), "");
}

TEST(Scenario, TeeLeavesTheOtherBranchItsFrames) {
  Pipeline pipeline(
      "videotestsrc num-buffers=10 pattern=white ! video/x-raw, format=RGBA, width=64, height=48 ! "
      "tee name=tee ! queue ! appsink name=raw sync=false wait-on-eos=false "
      "tee. ! queue ! shmmatting model=fake:alpha=0 alpha-mode=premultiplied ! "
      "appsink name=matted sync=false wait-on-eos=false "
      "tee. ! queue ! shmmatting model=fake output=alpha ! fakesink sync=false");
  EXPECT_EQ(pipeline.play(), "");
  const auto raw = pipeline.frames("raw"), matted = pipeline.frames("matted");
  ASSERT_EQ(raw.size(), 10U);
  ASSERT_EQ(matted.size(), 10U);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    EXPECT_THAT(bytes_of(raw[i].get()), Each(255));
    EXPECT_THAT(bytes_of(matted[i].get()), Each(0));
  }
}

TEST(Scenario, EightElementsWorkSideBySideAndOneBehindTheOther) {
  std::string eight, chain = source;
  for (int i = 0; i < 8; ++i) {
    eight += source + "shmmatting model=fake:slow=1" + sink;
    chain += "shmmatting model=fake ! ";
  }
  EXPECT_EQ(Pipeline(eight).play(), "");
  EXPECT_EQ(Pipeline(chain + "fakesink sync=false").play(), "");
}

/// Puts another element in the place of one that runs, while its source is blocked.
class Replacement {
 public:
  explicit Replacement(Pipeline& pipeline)
      : pipeline_(pipeline),
        before_(pipeline.element("before")),
        after_(pipeline.element("after")) {}

  void run() {
    const PadPtr pad(gst_element_get_static_pad(before_.get(), "src"));
    // At a frame: a pad that is idle amid its events sends the rest of them, but not those before,
    // to who is linked then.
    constexpr auto at_a_frame =
        GstPadProbeType(GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_BUFFER);
    gst_pad_add_probe(pad.get(), at_a_frame, exchange, this, nullptr);
    while (!done_)
      std::this_thread::yield();
  }

 private:
  static GstPadProbeReturn exchange(GstPad* /*pad*/, GstPadProbeInfo* /*info*/, gpointer self) {
    static_cast<Replacement*>(self)->exchange();
    return GST_PAD_PROBE_REMOVE;
  }

  void exchange() {
    const ElementPtr old = pipeline_.element("matting");
    gst_element_set_state(old.get(), GST_STATE_NULL);
    gst_bin_remove(GST_BIN(pipeline_.get()), old.get());
    GstElement* matting = gst_element_factory_make("shmmatting", "matting");
    g_object_set(matting, "model", "fake:alpha=77", nullptr);
    gst_bin_add(GST_BIN(pipeline_.get()), matting);
    EXPECT_TRUE(gst_element_link_many(before_.get(), matting, after_.get(), nullptr));
    gst_element_sync_state_with_parent(matting);
    done_ = true;
  }

  Pipeline& pipeline_;
  ElementPtr before_, after_;
  std::atomic<bool> done_ = false;
};

guint64 matted_frames(Pipeline& pipeline) {
  const ElementPtr matting = pipeline.element("matting");
  GstStructure* stats = nullptr;
  g_object_get(matting.get(), "stats", &stats, nullptr);
  guint64 frames = 0;
  gst_structure_get_uint64(StructurePtr(stats).get(), "frames", &frames);
  return frames;
}

bool gets_frames(Pipeline& pipeline) {
  for (int i = 0; i < 1000 && matted_frames(pipeline) == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return matted_frames(pipeline) > 0;
}

TEST(Scenario, ElementIsReplacedInARunningPipeline) {
  Pipeline pipeline(
      "videotestsrc is-live=true ! video/x-raw, width=64, height=48, framerate=60/1 ! "
      "queue name=before ! shmmatting name=matting model=fake:alpha=1 ! queue name=after ! "
      "fakesink name=sink");
  ASSERT_NE(gst_element_set_state(pipeline.get(), GST_STATE_PLAYING), GST_STATE_CHANGE_FAILURE);
  for (int i = 0; i < 5; ++i) {
    Replacement(pipeline).run();
    EXPECT_TRUE(gets_frames(pipeline));
  }
  EXPECT_EQ(pipeline.end(), "");
}

TEST(Scenario, BehindEachKindOfDecoder) {
  for (const char* decoder : {"decodebin", "decodebin3"}) {
    Pipeline pipeline("filesrc location=" + clip + " ! " + decoder +
                      " ! shmmatting model=fake ! fakesink sync=false");
    EXPECT_EQ(pipeline.play(), "") << decoder;
  }
}

TEST(Scenario, AsAPlayersFilter) {
  Pipeline pipeline("playbin uri=file://" + clip +
                    " video-filter=\"shmmatting model=fake background=color\""
                    " video-sink=\"fakesink sync=false\" audio-sink=\"fakesink sync=false\"");
  EXPECT_EQ(pipeline.play(), "");
}

}  // namespace
}  // namespace shm
