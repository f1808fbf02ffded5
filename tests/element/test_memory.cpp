// SPDX-License-Identifier: MIT
// Memory that runs out at any moment: nothing of the room is shown, and the stream goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>

#include "failing_memory.hpp"
#include "harness.hpp"

namespace shm {
namespace {

using testing::IsEmpty;

constexpr int room = 201;  ///< what every byte of the frames is, and must not be seen
const std::string rgb = raw_caps("RGB", 32, 32);
const std::string bgra = "video/x-raw, format=BGRA";
const std::string yuv = raw_caps("I420", 48, 32);

using Bytes = std::vector<guint8>;

bool is_good(const Bytes& frame) {
  return !frame.empty() && std::ranges::find(frame, guint8(room)) == frame.end();
}

/// Of a frame that is missing as well.
bool hides_room(const Bytes& frame) {
  return frame.empty() || is_good(frame);
}

/// A stream in which nobody is, over a colour.
struct Stream {
  explicit Stream(const char* on_error)
      : harness({{"model", "fake:alpha=0"}, {"background", "color"}, {"on-error", on_error}}) {}

  GstFlowReturn push(const std::string& caps = rgb) {
    return harness.push(plain_frame(caps, room, index++));
  }
  Bytes shown() {
    const BufferPtr frame = harness.pull();
    return frame ? bytes_of(frame.get()) : Bytes();
  }

  Harness harness;
  int index = 0;
};

/// Something that needs memory happens to a stream before its next frame.
struct Event {
  const char* name;
  std::function<void(Stream&)> happen;
  std::string caps = rgb;
};

void PrintTo(const Event& event, std::ostream* out) {
  *out << event.name;
}

class MemoryThatRunsOut : public testing::TestWithParam<Event> {
 protected:
  /// Whether there were as many allocations as `number`.
  static bool fails_at(int number, const char* on_error) {
    Stream stream(on_error);
    stream.harness.sink_caps(rgb);
    EXPECT_EQ(stream.push(), GST_FLOW_OK);
    stream.shown();
    GetParam().happen(stream);
    bool happened = false;
    {
      const FailingAllocation failing(number);
      EXPECT_EQ(stream.push(GetParam().caps), GST_FLOW_OK);
      happened = failing.happened();
    }
    EXPECT_TRUE(hides_room(stream.shown()));
    EXPECT_EQ(stream.push(GetParam().caps), GST_FLOW_OK);
    EXPECT_TRUE(is_good(stream.shown()));
    EXPECT_THAT(stream.harness.errors(), IsEmpty());
    return happened;
  }
};

TEST_P(MemoryThatRunsOut, ShowsNothingOfTheRoomAndIsOverWhenItIsOver) {
  for (const char* on_error : {"transparent", "hold"})
    for (int number = 0; fails_at(number, on_error); ++number)
      ASSERT_FALSE(HasFailure()) << "allocation " << number << ", on-error=" << on_error;
}

INSTANTIATE_TEST_SUITE_P(
    When, MemoryThatRunsOut,
    testing::Values(Event{"NothingHappens", [](Stream&) {}},
                    Event{"AModelIsSwapped",
                          [](Stream& stream) {
                            stream.harness.set("model", "fake:alpha=0,rule=max");
                          }},
                    Event{"ABackgroundIsNeeded",
                          [](Stream& stream) {
                            stream.harness.set("background-image", "/no/such/picture.png");
                            stream.harness.set("background", "image");
                          }},
                    Event{"FramesAreTurned",
                          [](Stream& stream) {
                            GstTagList* tags =
                                gst_tag_list_new(GST_TAG_IMAGE_ORIENTATION, "rotate-90", nullptr);
                            gst_harness_push_event(stream.harness.get(), gst_event_new_tag(tags));
                          }},
                    Event{"StatisticsAreTold",
                          [](Stream& stream) { stream.harness.set("stats-interval", "1"); }}),
    [](const auto& event) { return std::string(event.param.name); });

void start_anew(Stream& stream) {
  gst_element_set_state(stream.harness.element(), GST_STATE_READY);
  gst_element_set_state(stream.harness.element(), GST_STATE_PLAYING);
  gst_pad_mark_reconfigure(stream.harness.get()->srcpad);
  stream.harness.sink_caps(rgb);
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  gst_harness_push_event(stream.harness.get(), gst_event_new_segment(&segment));
}

/// Whether there were as many allocations as `number` in `agree` and the frame after it.
bool fails_at(int number, const std::function<void(Stream&)>& agree, const std::string& caps) {
  Stream stream("transparent");
  stream.harness.sink_caps(rgb);
  EXPECT_EQ(stream.push(), GST_FLOW_OK);
  stream.shown();
  bool happened = false;
  {
    const FailingAllocation failing(number);
    agree(stream);
    stream.push(caps);
    happened = failing.happened();
  }
  EXPECT_TRUE(hides_room(stream.shown()));
  start_anew(stream);
  EXPECT_EQ(stream.push(), GST_FLOW_OK);
  EXPECT_TRUE(is_good(stream.shown()));
  return happened;
}

TEST(Memory, ThatRunsOutAsNeighboursAgreeOnCapsDoesNotSpoilTheNextStream) {
  for (int number = 0; fails_at(
           number, [](Stream& s) { s.harness.sink_caps(yuv); }, yuv);
       ++number)
    ASSERT_FALSE(testing::Test::HasFailure()) << "allocation " << number;
  const auto change = [](Stream& s) { s.harness.src_caps(bgra); };
  for (int number = 0; fails_at(number, change, rgb); ++number)
    ASSERT_FALSE(testing::Test::HasFailure()) << "allocation " << number;
}

/// `live`: pictures are read beside the stream, where what fails fails no frame.
void expect_no_room_where_memory_is_scarce(std::uint32_t seed, bool live) {
  Stream stream("hold");
  gst_harness_set_live(stream.harness.get(), live ? TRUE : FALSE);
  stream.harness.sink_caps(rgb);
  for (int i = 0; i < 1000; ++i) {
    stream.harness.set("model", i % 100 < 50 ? "fake:alpha=0" : "fake:alpha=0,rule=mean");
    stream.harness.set("background-image", i % 2 == 0 ? "/no/such.png" : "/nor/such.png");
    stream.harness.set("background", i % 20 < 10 ? "color" : "image");
    {
      const ScarceMemory scarce(1000 * seed + std::uint32_t(i), 20);
      ASSERT_EQ(stream.push(), GST_FLOW_OK);
    }
    ASSERT_TRUE(hides_room(stream.shown())) << "frame " << i << ", seed " << seed;
  }
  EXPECT_EQ(stream.push(), GST_FLOW_OK);
  EXPECT_TRUE(is_good(stream.shown()));
  EXPECT_THAT(stream.harness.errors(), IsEmpty());
  if (!live) {
    EXPECT_GT(stream.harness.counted("failures"), 0U);
  }
}

TEST(Memory, ThatIsScarceForAThousandFramesNeverShowsTheRoom) {
  for (std::uint32_t seed = 1; seed <= 3; ++seed)
    for (const bool live : {false, true})
      expect_no_room_where_memory_is_scarce(seed, live);
}

}  // namespace
}  // namespace shm
