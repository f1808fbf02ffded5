// SPDX-License-Identifier: MIT
// What becomes of frames, events and queries, and when the past is forgotten.
#include <gst/allocators/allocators.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <memory>

#include "harness.hpp"

namespace shm {
namespace {

const std::string caps = raw_caps("YUY2", 32, 32);

/// A harness whose alpha counts the frames since the temporal state was reset.
class TemporalState : public testing::Test {
 protected:
  TemporalState() : harness({{"model", "fake:rule=age"}, {"output", "alpha"}}) {
    harness.sink_caps(caps);
    frame();
    EXPECT_EQ(frame(), 2) << "the second frame of a stream remembers the first";
  }

  int frame(GstBufferFlags flags = GstBufferFlags(0)) { return frame_at(index_, flags); }

  /// The age of alpha in the frame `index`, of thirty a second.
  int frame_at(int index, GstBufferFlags flags = GstBufferFlags(0)) {
    BufferPtr buffer = plain_frame(caps, 99, index);
    GST_BUFFER_FLAG_SET(buffer.get(), flags);
    index_ = index + 1;
    const BufferPtr out = harness.process(std::move(buffer));
    return out ? first_pixel(out.get(), 1)[0] : -1;
  }

  void push_segment(GstClockTime start) {
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.start = start;
    gst_harness_push_event(harness.get(), gst_event_new_segment(&segment));
  }

  Harness harness;

 private:
  int index_ = 0;
};

TEST_F(TemporalState, IsForgottenOnFlush) {
  gst_harness_push_event(harness.get(), gst_event_new_flush_start());
  gst_harness_push_event(harness.get(), gst_event_new_flush_stop(TRUE));
  push_segment(0);
  EXPECT_EQ(frame(), 1);
}

TEST_F(TemporalState, OutlivesFramesDroppedUpstream) {
  EXPECT_EQ(frame_at(4, GST_BUFFER_FLAG_DISCONT), 3);
  EXPECT_EQ(frame_at(19, GST_BUFFER_FLAG_DISCONT), 4);
}

TEST_F(TemporalState, IsForgottenWhereTimeJumpsAhead) {
  EXPECT_EQ(frame_at(18), 1);
  EXPECT_EQ(frame(), 2);
}

TEST_F(TemporalState, IsForgottenWhereTimeJumpsBack) {
  EXPECT_EQ(frame_at(30), 1);
  EXPECT_EQ(frame_at(28), 1);
  EXPECT_EQ(frame(), 2);
}

TEST_F(TemporalState, OutlivesFramesWithoutTimestamps) {
  BufferPtr timeless = plain_frame(caps, 99);
  GST_BUFFER_PTS(timeless.get()) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_FLAG_SET(timeless.get(), GST_BUFFER_FLAG_DISCONT);
  const BufferPtr out = harness.process(std::move(timeless));
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 1)[0], 3);
  EXPECT_EQ(frame(), 4);
}

TEST_F(TemporalState, IsForgottenOnANewSegment) {
  push_segment(GST_SECOND);
  harness.push(plain_frame(caps, 99, 60));
  const BufferPtr out = harness.pull();
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 1)[0], 1);
}

TEST_F(TemporalState, OutlivesASegmentThatSaysNothingNew) {
  const EventPtr sticky(gst_pad_get_sticky_event(harness.get()->srcpad, GST_EVENT_SEGMENT, 0));
  const GstSegment* segment = nullptr;
  gst_event_parse_segment(sticky.get(), &segment);
  gst_harness_push_event(harness.get(), gst_event_new_segment(segment));
  EXPECT_EQ(frame(), 3);
}

TEST_F(TemporalState, IsForgottenOnNewCaps) {
  const std::string other = raw_caps("YUY2", 48, 32);
  harness.sink_caps(other);
  const BufferPtr out = harness.process(plain_frame(other, 99, 9));
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 1)[0], 1);
}

TEST_F(TemporalState, IsForgottenOnStop) {
  gst_element_set_state(harness.element(), GST_STATE_READY);
  gst_element_set_state(harness.element(), GST_STATE_PLAYING);
  gst_pad_mark_reconfigure(harness.get()->srcpad);
  harness.sink_caps(caps);
  push_segment(0);
  EXPECT_EQ(frame(), 1);
}

TEST(Frames, TimestampsOffsetsAndFlagsAreKept) {
  Harness harness;
  harness.sink_caps(caps);
  BufferPtr in = plain_frame(caps, 99);
  GST_BUFFER_PTS(in.get()) = 123456789;
  GST_BUFFER_DTS(in.get()) = 123456000;
  GST_BUFFER_DURATION(in.get()) = 33333333;
  GST_BUFFER_OFFSET(in.get()) = 41;
  GST_BUFFER_OFFSET_END(in.get()) = 42;
  GST_BUFFER_FLAG_SET(in.get(), GST_BUFFER_FLAG_MARKER);
  const BufferPtr out = harness.process(std::move(in));
  ASSERT_TRUE(out);
  EXPECT_EQ(GST_BUFFER_PTS(out.get()), 123456789U);
  EXPECT_EQ(GST_BUFFER_DTS(out.get()), 123456000U);
  EXPECT_EQ(GST_BUFFER_DURATION(out.get()), 33333333U);
  EXPECT_EQ(GST_BUFFER_OFFSET(out.get()), 41U);
  EXPECT_EQ(GST_BUFFER_OFFSET_END(out.get()), 42U);
  EXPECT_TRUE(GST_BUFFER_FLAG_IS_SET(out.get(), GST_BUFFER_FLAG_MARKER));
}

const GstMetaInfo* custom_meta(const char* name, const gchar** tags) {
  const GstMetaInfo* known = gst_meta_get_info(name);
  if (known != nullptr) return known;
  return gst_meta_register_custom(name, tags, nullptr, nullptr, nullptr);
}

TEST(Frames, MetasThatStillHoldAreKept) {
  const gchar* none[] = {nullptr};
  custom_meta("shm-test-untagged", none);
  Harness harness;
  harness.sink_caps(caps);
  BufferPtr in = plain_frame(caps, 99);
  const CapsPtr clock(gst_caps_new_empty_simple("timestamp/x-unix"));
  gst_buffer_add_reference_timestamp_meta(in.get(), clock.get(), 77, GST_CLOCK_TIME_NONE);
  gst_buffer_add_video_region_of_interest_meta(in.get(), "face", 1, 2, 3, 4);
  gst_buffer_add_custom_meta(in.get(), "shm-test-untagged");
  const BufferPtr out = harness.process(std::move(in));
  ASSERT_TRUE(out);
  const GstReferenceTimestampMeta* stamp =
      gst_buffer_get_reference_timestamp_meta(out.get(), clock.get());
  ASSERT_NE(stamp, nullptr);
  EXPECT_EQ(stamp->timestamp, 77U);
  const GstVideoRegionOfInterestMeta* face =
      gst_buffer_get_video_region_of_interest_meta_id(out.get(), 0);
  ASSERT_NE(face, nullptr);
  EXPECT_EQ(face->w, 3U);
  EXPECT_NE(gst_buffer_get_custom_meta(out.get(), "shm-test-untagged"), nullptr);
}

TEST(Frames, MetasOfTheColorFormatAreDropped) {
  const gchar* color[] = {GST_META_TAG_VIDEO_COLORSPACE_STR, nullptr};
  custom_meta("shm-test-color", color);
  Harness harness;
  harness.sink_caps(caps);
  BufferPtr in = plain_frame(caps, 99);
  gst_buffer_add_custom_meta(in.get(), "shm-test-color");
  const BufferPtr out = harness.process(std::move(in));
  ASSERT_TRUE(out);
  EXPECT_EQ(gst_buffer_get_custom_meta(out.get(), "shm-test-color"), nullptr);
}

TEST(Frames, AlphaIsThatOfTheVeryFrame) {
  Harness harness;
  const std::string rgb = raw_caps("RGB", 32, 32);
  harness.sink_caps(rgb);
  for (int i = 0; i < 20; ++i) {
    const BufferPtr out = harness.process(plain_frame(rgb, 10 * i, i));
    ASSERT_TRUE(out);
    EXPECT_EQ(first_pixel(out.get(), 4), (std::vector<int>{10 * i, 10 * i, 10 * i, 10 * i}));
  }
}

void count(const gchar* /*domain*/, GLogLevelFlags /*level*/, const gchar* /*text*/, gpointer to) {
  ++*static_cast<int*>(to);
}

TEST(Frames, OfAStreamCountedInBytesAreShownWithoutACriticalWarning) {
  const std::string rgb = raw_caps("RGB", 32, 32);
  int criticals = 0;
  const guint handler = g_log_set_handler("GStreamer", G_LOG_LEVEL_CRITICAL, count, &criticals);
  Harness harness;
  harness.sink_caps(rgb);
  GstSegment bytes;
  gst_segment_init(&bytes, GST_FORMAT_BYTES);
  gst_harness_push_event(harness.get(), gst_event_new_segment(&bytes));
  EXPECT_TRUE(harness.process(plain_frame(rgb, 99)));
  EXPECT_TRUE(harness.process(plain_frame(rgb, 99, 1)));
  g_log_remove_handler("GStreamer", handler);
  EXPECT_EQ(criticals, 0);
}

TEST(Frames, EosPassesAfterTheLastFrame) {
  Harness harness;
  harness.sink_caps(caps);
  ASSERT_TRUE(harness.process(plain_frame(caps, 99)));
  gst_harness_push_event(harness.get(), gst_event_new_eos());
  bool eos = false;
  while (const EventPtr event{gst_harness_try_pull_event(harness.get())})
    eos = eos || GST_EVENT_TYPE(event.get()) == GST_EVENT_EOS;
  EXPECT_TRUE(eos);
}

TEST(Frames, UpstreamIsOfferedVideoMeta) {
  Harness harness;
  harness.sink_caps(caps);
  const CapsPtr asked(gst_caps_from_string(caps.c_str()));
  const QueryPtr query(gst_query_new_allocation(asked.get(), TRUE));
  ASSERT_TRUE(gst_pad_peer_query(harness.get()->srcpad, query.get()));
  EXPECT_TRUE(gst_query_find_allocation_meta(query.get(), GST_VIDEO_META_API_TYPE, nullptr));
}

/// A frame in memory that is named by a file descriptor, as v4l2src hands it out with
/// io-mode=dmabuf.
BufferPtr frame_in_dmabuf(const std::string& of_caps, int byte) {
  const BufferPtr plain = plain_frame(of_caps, byte);
  const std::vector<guint8> bytes = bytes_of(plain.get());
  const int file = ::memfd_create("frame", 0);
  EXPECT_EQ(::write(file, bytes.data(), bytes.size()), gssize(bytes.size()));
  const std::unique_ptr<GstAllocator, GstRelease> allocator(gst_dmabuf_allocator_new());
  BufferPtr frame(gst_buffer_new());
  gst_buffer_append_memory(frame.get(),
                           gst_dmabuf_allocator_alloc(allocator.get(), file, bytes.size()));
  GST_BUFFER_PTS(frame.get()) = 0;
  return frame;
}

TEST(Frames, InDmabufMemoryAreMattedAsOthers) {
  Harness harness;
  harness.sink_caps(caps);
  const BufferPtr other = harness.process(plain_frame(caps, 99));
  const BufferPtr out = harness.process(frame_in_dmabuf(caps, 99));
  ASSERT_TRUE(other && out);
  EXPECT_EQ(bytes_of(out.get()), bytes_of(other.get()));
}

}  // namespace
}  // namespace shm
