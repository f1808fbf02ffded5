// SPDX-License-Identifier: MIT
// What is shown and said where a frame cannot be matted.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace shm {
namespace {

const std::string rgb = raw_caps("RGB", 32, 32);
constexpr int room = 201;  ///< what every byte of the frames is, and must not be seen

int pixel(const BufferPtr& buffer) {
  return first_pixel(buffer.get(), 1)[0];
}

std::vector<guint8> all(std::size_t bytes, int value) {
  return std::vector<guint8>(bytes, guint8(value));
}

class Failure : public testing::TestWithParam<const char*> {};

TEST_P(Failure, ShowsNothingUnlessAskedTo) {
  Harness harness({{"model", std::string("fake:throw=") + GetParam()}});
  harness.sink_caps(rgb);
  const BufferPtr out = harness.process(plain_frame(rgb, room));
  ASSERT_TRUE(out);
  EXPECT_EQ(bytes_of(out.get()), all(32 * 32 * 4, 0));
  EXPECT_EQ(harness.counted("failures"), 1U);
}

TEST_P(Failure, WarnsOnceNotOnceAFrame) {
  Harness harness({{"model", std::string("fake:throw=") + GetParam()}});
  harness.sink_caps(rgb);
  for (int i = 0; i < 30; ++i)
    ASSERT_TRUE(harness.process(plain_frame(rgb, room, i)));
  EXPECT_EQ(harness.warnings().size(), 1U);
  EXPECT_EQ(harness.counted("failures"), 30U);
  EXPECT_EQ(harness.errors().size(), 0U);
}

TEST_P(Failure, StopsTheStreamWhereThatWasAsked) {
  Harness harness({{"model", std::string("fake:throw=") + GetParam()}, {"on-error", "error"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(harness.push(plain_frame(rgb, room)), GST_FLOW_ERROR);
  EXPECT_FALSE(harness.pull());
  const auto errors = harness.errors();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].rfind("gst-stream-error-quark/1: ", 0), 0U) << errors[0];
}

INSTANTIATE_TEST_SUITE_P(Of, Failure, testing::Values("device", "input", "memory", "number"),
                         [](const auto& kind) { return std::string(kind.param); });

TEST(OnError, BlanksEveryKindOfOutput) {
  for (const auto& [output, format] : {std::pair("cutout", "BGRA"), std::pair("composite", "RGB"),
                                       std::pair("alpha", "GRAY8"), std::pair("trimap", "GRAY8")}) {
    Harness harness({{"model", "fake:throw=input"}, {"output", output}});
    harness.src_caps(std::string("video/x-raw, format=") + format);
    harness.sink_caps(rgb);
    const BufferPtr out = harness.process(plain_frame(rgb, room));
    ASSERT_TRUE(out) << output;
    EXPECT_EQ(bytes_of(out.get()), all(gst_buffer_get_size(out.get()), 0)) << output;
  }
}

TEST(OnError, BlanksEvenWhereTheLibraryCannot) {
  Harness harness({{"model", "fake:throw=memory,at=matte+blank"}});
  harness.sink_caps(rgb);
  const BufferPtr out = harness.process(plain_frame(rgb, room));
  ASSERT_TRUE(out);
  EXPECT_EQ(bytes_of(out.get()), all(32 * 32 * 4, 0));
}

TEST(OnError, HoldRepeatsTheLastGoodFrame) {
  Harness harness({{"model", "fake:throw=input,from=2,count=2"}, {"on-error", "hold"}});
  harness.sink_caps(rgb);
  std::vector<int> shown;
  for (int i = 0; i < 5; ++i) {
    const BufferPtr out = harness.process(plain_frame(rgb, 50 + 10 * i, i));
    ASSERT_TRUE(out);
    shown.push_back(pixel(out));
    EXPECT_EQ(GST_BUFFER_PTS(out.get()), gst_util_uint64_scale(i, GST_SECOND, 30));
  }
  EXPECT_EQ(shown, (std::vector<int>{50, 60, 60, 60, 90}));
}

TEST(OnError, HoldIsBlankWhereNothingGoodCameBefore) {
  Harness harness({{"model", "fake:throw=input"}, {"on-error", "hold"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(pixel(harness.process(plain_frame(rgb, room))), 0);
}

TEST(OnError, HoldForgetsFramesOfOtherCaps) {
  Harness harness({{"model", "fake:throw=input,from=1"}, {"on-error", "hold"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(pixel(harness.process(plain_frame(rgb, 60))), 60);
  const std::string wider = raw_caps("RGB", 48, 32);
  harness.sink_caps(wider);
  EXPECT_EQ(pixel(harness.process(plain_frame(wider, room))), 0);
}

TEST(OnError, HoldRepeatsNoFrameThatHasTheRoomUnderAlphaOnceABackgroundHidesIt) {
  Harness harness({{"model", "fake:alpha=0,throw=input,from=1,count=2"}, {"on-error", "hold"}});
  harness.src_caps("video/x-raw, format=RGBA");
  harness.sink_caps(rgb);
  const std::vector<int> clear = {room, room, room, 0};
  EXPECT_EQ(first_pixel(harness.process(plain_frame(rgb, room, 0)).get(), 4), clear);
  EXPECT_EQ(first_pixel(harness.process(plain_frame(rgb, room, 1)).get(), 4), clear);
  harness.set("background", "color");
  EXPECT_EQ(first_pixel(harness.process(plain_frame(rgb, room, 2)).get(), 4),
            (std::vector<int>{0, 0, 0, 0}));
}

/// What is shown of a room in a format of YUV where frames cannot be matted.
std::vector<int> shown_in_yuv(const char* format, const char* on_error, const char* output) {
  Harness harness({{"model", "fake:throw=input"}, {"on-error", on_error}, {"output", output}});
  harness.src_caps(std::string("video/x-raw, format=") + format);
  harness.sink_caps(rgb);
  const BufferPtr out = harness.process(plain_frame(rgb, room));
  return out ? first_pixel(out.get(), 4) : std::vector<int>();
}

TEST(OnError, YuvIsBlackOrClearAndNotGreen) {
  EXPECT_EQ(shown_in_yuv("YUY2", "transparent", "composite"), (std::vector<int>{16, 128, 16, 128}));
  EXPECT_EQ(shown_in_yuv("YUY2", "hold", "composite"), (std::vector<int>{16, 128, 16, 128}));
  EXPECT_EQ(shown_in_yuv("AYUV", "transparent", "cutout"), (std::vector<int>{0, 16, 128, 128}));
  EXPECT_EQ(shown_in_yuv("AYUV", "pass", "cutout")[0], 255);
}

TEST(OnError, PassShowsTheFrameOpaque) {
  for (const char* format : {"RGB", "RGBx"}) {
    Harness harness({{"model", "fake:throw=input"}, {"on-error", "pass"}});
    const std::string caps = raw_caps(format, 32, 32);
    harness.sink_caps(caps);
    const BufferPtr out = harness.process(plain_frame(caps, room));
    ASSERT_TRUE(out);
    EXPECT_EQ(first_pixel(out.get(), 4), (std::vector<int>{room, room, room, 255})) << format;
  }
}

TEST(OnError, PassIsFullAlphaWhereAlphaIsAskedFor) {
  Harness harness({{"model", "fake:throw=input"}, {"on-error", "pass"}, {"output", "alpha"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(pixel(harness.process(plain_frame(rgb, room))), 255);
}

TEST(OnError, MattingGoesOnAfterAFailure) {
  Harness harness({{"model", "fake:throw=memory,from=1,count=1"}});
  harness.sink_caps(rgb);
  std::vector<int> shown;
  for (int i = 0; i < 3; ++i)
    shown.push_back(pixel(harness.process(plain_frame(rgb, 60, i))));
  EXPECT_EQ(shown, (std::vector<int>{60, 0, 60}));
}

/// A frame with fewer bytes than its caps say.
BufferPtr short_frame() {
  BufferPtr frame = plain_frame(rgb, room);
  gst_buffer_set_size(frame.get(), 100);
  return frame;
}

TEST(BadFrame, IsBlankNotUnfilled) {
  for (const char* on_error : {"transparent", "hold", "pass"}) {
    Harness harness({{"on-error", on_error}});
    harness.sink_caps(rgb);
    const BufferPtr out = harness.process(short_frame());
    ASSERT_TRUE(out) << on_error;
    EXPECT_EQ(bytes_of(out.get()), all(32 * 32 * 4, 0)) << on_error;
    EXPECT_EQ(harness.warnings().size(), 1U) << on_error;
  }
}

TEST(BadFrame, StopsTheStreamWhereThatWasAsked) {
  Harness harness({{"on-error", "error"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(harness.push(short_frame()), GST_FLOW_ERROR);
  EXPECT_EQ(harness.errors().size(), 1U);
}

TEST(BadFrame, WithAMetaThatContradictsItsCapsIsNotRead) {
  Harness harness;
  harness.sink_caps(rgb);
  BufferPtr frame = plain_frame(rgb, room);
  gst_buffer_add_video_meta(frame.get(), GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_RGB, 16, 16);
  const BufferPtr out = harness.process(std::move(frame));
  ASSERT_TRUE(out);
  EXPECT_EQ(bytes_of(out.get()), all(32 * 32 * 4, 0));
}

/// The same with a meta that says where the rows of 32x32 pixels lie.
BufferPtr laid_out(BufferPtr frame, gsize offset, gint stride) {
  gsize offsets[GST_VIDEO_MAX_PLANES] = {offset};
  gint strides[GST_VIDEO_MAX_PLANES] = {stride};
  gst_buffer_add_video_meta_full(frame.get(), GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_RGB, 32,
                                 32, 1, offsets, strides);
  return frame;
}

TEST(BadFrame, WhoseMetaPointsOutsideItsMemoryIsNotRead) {
  constexpr gint row = 32 * 3;
  for (const auto& [offset, stride] :
       {std::pair(0, 4096), {row, row}, {1, row}, {0, -row}, {30 * row, -row}, {0, G_MAXINT}}) {
    Harness harness;
    harness.sink_caps(rgb);
    const BufferPtr out = harness.process(laid_out(plain_frame(rgb, room), gsize(offset), stride));
    ASSERT_TRUE(out);
    EXPECT_EQ(bytes_of(out.get()), all(32 * 32 * 4, 0)) << offset << ", " << stride;
    EXPECT_EQ(harness.warnings().size(), 1U);
    EXPECT_EQ(pixel(harness.process(plain_frame(rgb, 60))), 60) << "the next";
  }
}

TEST(Frame, ThatStandsOnItsHeadByANegativeStrideIsShownUpright) {
  BufferPtr frame = laid_out(plain_frame(rgb, room), 31 * 96, -96);
  gst_buffer_memset(frame.get(), 0, 90, 96);
  Harness harness;
  harness.sink_caps(rgb);
  const BufferPtr out = harness.process(std::move(frame));
  ASSERT_TRUE(out);
  const std::vector<guint8> shown = bytes_of(out.get());
  EXPECT_EQ(shown.front(), room);
  EXPECT_EQ(shown.back(), 90);
}

TEST(Frame, ThatIsTheLastPartOfALargerOneIsShown) {
  BufferPtr frame = laid_out(plain_frame(raw_caps("RGB", 64, 64), 90), (32 * 64 + 32) * 3, 64 * 3);
  Harness harness;
  harness.sink_caps(rgb);
  EXPECT_EQ(pixel(harness.process(std::move(frame))), 90);
}

TEST(BadBackground, GivesWayToTheColor) {
  Harness harness({{"background", "image"},
                   {"background-image", "/no/such/picture.png"},
                   {"background-color", "0xff102030"},
                   {"model", "fake:alpha=0"}});
  harness.sink_caps(rgb);
  for (int i = 0; i < 3; ++i) {
    const BufferPtr out = harness.process(plain_frame(rgb, room, i));
    ASSERT_TRUE(out);
    EXPECT_EQ(first_pixel(out.get(), 3), (std::vector<int>{0x10, 0x20, 0x30})) << "frame " << i;
  }
  const auto warnings = harness.warnings();
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("/no/such/picture.png"), std::string::npos) << warnings[0];
}

TEST(BadBackground, KeepsThePersonOfItsFirstFrame) {
  Harness harness({{"background", "image"}, {"model", "fake:alpha=255"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(pixel(harness.process(plain_frame(rgb, 90))), 90);
}

}  // namespace
}  // namespace shm
