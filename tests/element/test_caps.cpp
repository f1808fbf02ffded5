// SPDX-License-Identifier: MIT
// What is negotiated with cameras, converters and sinks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness.hpp"

namespace shm {
namespace {

std::string output_format(const Harness& harness) {
  const GstVideoInfo info = harness.output_info();
  return gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info));
}

/// What comes out for one frame of `format` where downstream takes `downstream`.
std::string negotiated(Properties properties, const std::string& format,
                       const std::string& downstream = "video/x-raw") {
  Harness harness(properties);
  harness.src_caps(downstream);
  harness.sink_caps(raw_caps(format, 32, 32));
  if (!harness.process(plain_frame(raw_caps(format, 32, 32), 99))) return "nothing";
  return output_format(harness);
}

TEST(Caps, RgbaIsPreferred) {
  EXPECT_EQ(negotiated({}, "YUY2"), "RGBA");
  EXPECT_EQ(negotiated({}, "YUY2", "video/x-raw, format={ ABGR, BGRA, RGBA }"), "RGBA");
  EXPECT_EQ(negotiated({{"background", "blur"}}, "NV12"), "RGBA");
}

TEST(Caps, YuvIsGivenToThoseWhoTakeNothingElse) {
  const Properties blurred = {{"background", "blur"}};
  EXPECT_EQ(negotiated(blurred, "YUY2", "video/x-raw, format={ YUY2, I420, NV12 }"), "NV12");
  EXPECT_EQ(negotiated(blurred, "NV12", "video/x-raw, format=I420"), "I420");
  EXPECT_EQ(negotiated(blurred, "RGB", "video/x-raw, format=YUY2"), "YUY2");
  EXPECT_EQ(negotiated(blurred, "NV12", "video/x-raw, format={ NV12, BGRx }"), "BGRx");
  EXPECT_EQ(negotiated({}, "NV12", "video/x-raw, format={ NV12, A420 }"), "A420");
  EXPECT_EQ(negotiated({}, "AYUV", "video/x-raw, format={ AYUV, RGBA }"), "RGBA");
  EXPECT_EQ(negotiated({}, "AYUV", "video/x-raw, format=AYUV"), "AYUV");
  EXPECT_EQ(negotiated({}, "NV12", "video/x-raw, format={ NV12, I420, YUY2 }"), "nothing");
}

TEST(Caps, TheByteOrderOfTheInputIsKept) {
  EXPECT_EQ(negotiated({}, "BGRA"), "BGRA");
  EXPECT_EQ(negotiated({}, "ARGB"), "ARGB");
  EXPECT_EQ(negotiated({}, "BGRx"), "BGRA");
  EXPECT_EQ(negotiated({}, "BGR"), "BGRA");
  EXPECT_EQ(negotiated({{"background", "color"}}, "BGRx"), "BGRx");
}

TEST(Caps, AFormatWithoutAlphaNeedsAReplacedBackground) {
  EXPECT_EQ(negotiated({}, "I420", "video/x-raw, format=RGB"), "nothing");
  EXPECT_EQ(negotiated({{"background", "color"}}, "I420", "video/x-raw, format=RGB"), "RGB");
  EXPECT_EQ(negotiated({{"output", "composite"}}, "I420", "video/x-raw, format=RGB"), "RGB");
}

/// As `glupload ! shmmatting` is refused when it is linked: a converter is missing, which README
/// names. Frames in CUDA's memory come in builds that know them.
TEST(Caps, OtherMemoriesAreRefusedFromTheStart) {
  Harness harness;
  for (const char* feature : {"memory:GLMemory", "memory:DMABuf", "memory:VAMemory",
                              "memory:CUDAMemory", "memory:VASurface", "memory:NVMM"})
    for (const char* name : {"sink", "src"}) {
      const PadPtr pad(gst_element_get_static_pad(harness.element(), name));
      const CapsPtr caps(gst_caps_from_string(
          ("video/x-raw(" + std::string(feature) + "), format=RGBA, width=64, height=64").c_str()));
      const CapsPtr offered(gst_pad_query_caps(pad.get(), nullptr));
      const bool known = SHM_GPU_FRAMES && std::string(feature) == "memory:CUDAMemory";
      EXPECT_EQ(gst_caps_can_intersect(offered.get(), caps.get()) != FALSE, known)
          << name << " " << feature;
    }
}

TEST(Caps, AlphaAndTrimapAreGrey) {
  EXPECT_EQ(negotiated({{"output", "alpha"}}, "YUY2"), "GRAY8");
  EXPECT_EQ(negotiated({{"output", "trimap"}}, "GRAY8"), "GRAY8");
  EXPECT_EQ(negotiated({{"output", "alpha"}}, "YUY2", "video/x-raw, format=RGBA"), "nothing");
}

TEST(Caps, ACamerasListOfFormatsLinks) {
  const Harness harness;
  const CapsPtr camera(gst_caps_from_string(
      "video/x-raw, format=YUY2, width=640, height=480, framerate={ 30/1, 15/1 };"
      "video/x-raw, format=UYVY, width=[1, 4096], height=[1, 2160], framerate=[0/1, 60/1];"
      "image/jpeg, width=640, height=480; video/x-bayer, format=rggb"));
  const PadPtr pad(gst_element_get_static_pad(harness.element(), "sink"));
  const CapsPtr taken(gst_pad_query_caps(pad.get(), camera.get()));
  for (const auto& [mode, links] :
       {std::pair("video/x-raw, format=YUY2, width=640, height=480, framerate=15/1", true),
        std::pair("video/x-raw, format=UYVY, width=1280, height=720, framerate=30/1", true),
        std::pair("video/x-raw, format=UYVY, width=8, height=8, framerate=30/1", false),
        std::pair("image/jpeg, width=640, height=480", false)}) {
    const CapsPtr caps(gst_caps_from_string(mode));
    EXPECT_EQ(bool(gst_caps_can_intersect(taken.get(), caps.get())), links) << mode;
  }
}

TEST(Caps, SizesBeyondTheRangeAreRefused) {
  Harness harness;
  const PadPtr pad(gst_element_get_static_pad(harness.element(), "sink"));
  for (const auto& [width, height, taken] :
       {std::tuple(16, 16, true), std::tuple(15, 16, false), std::tuple(16, 8193, false)}) {
    const CapsPtr caps(gst_caps_from_string(raw_caps("YUY2", width, height).c_str()));
    EXPECT_EQ(bool(gst_pad_query_accept_caps(pad.get(), caps.get())), taken)
        << width << "x" << height;
  }
}

TEST(Caps, WhatIsNotAboutColorPassesThrough) {
  Harness harness;
  harness.sink_caps(
      "video/x-raw, format=NV12, width=64, height=48, framerate=25/1, pixel-aspect-ratio=12/11, "
      "interlace-mode=progressive, multiview-mode=mono, chroma-site=mpeg2, colorimetry=bt601, "
      "views=1");
  const GstVideoInfo info = harness.output_info();
  EXPECT_EQ(info.fps_n, 25);
  EXPECT_EQ(info.par_n, 12);
  EXPECT_EQ(GST_VIDEO_INFO_MULTIVIEW_MODE(&info), GST_VIDEO_MULTIVIEW_MODE_MONO);
  EXPECT_FALSE(gst_structure_has_field(gst_caps_get_structure(harness.output_caps().get(), 0),
                                       "chroma-site"));
}

TEST(Caps, ColorsKeepPrimariesAndTransfer) {
  Harness harness;
  harness.sink_caps(raw_caps("P010_10LE", 64, 48) + ", colorimetry=bt2100-pq");
  const GstVideoInfo info = harness.output_info();
  EXPECT_EQ(info.colorimetry.matrix, GST_VIDEO_COLOR_MATRIX_RGB);
  EXPECT_EQ(info.colorimetry.range, GST_VIDEO_COLOR_RANGE_0_255);
  EXPECT_EQ(info.colorimetry.primaries, GST_VIDEO_COLOR_PRIMARIES_BT2020);
  EXPECT_EQ(info.colorimetry.transfer, GST_VIDEO_TRANSFER_SMPTE2084);
}

TEST(Caps, ResolutionAndFormatMayChangeInMidStream) {
  Harness harness;
  for (const auto& [format, width] : {std::pair("YUY2", 64), std::pair("NV12", 96),
                                      std::pair("RGBA", 33), std::pair("YUY2", 64)}) {
    const std::string caps = raw_caps(format, width, 48);
    harness.sink_caps(caps);
    const BufferPtr out = harness.process(plain_frame(caps, 99));
    ASSERT_TRUE(out) << format;
    EXPECT_EQ(gst_buffer_get_size(out.get()), std::size_t(width) * 48U * 4U);
  }
}

TEST(Caps, ChangingTheOutputWhilePlayingRenegotiates) {
  Harness harness;
  const std::string caps = raw_caps("YUY2", 32, 32);
  harness.sink_caps(caps);
  for (const auto& [output, format] :
       {std::pair("cutout", "RGBA"), std::pair("alpha", "GRAY8"), std::pair("trimap", "GRAY8"),
        std::pair("composite", "RGBA"), std::pair("cutout", "RGBA")}) {
    harness.set("output", output);
    ASSERT_TRUE(harness.process(plain_frame(caps, 99))) << output;
    EXPECT_EQ(output_format(harness), format) << output;
  }
}

TEST(Caps, AnOpaqueFormatIsGivenUpWithTheBackground) {
  Harness harness({{"background", "color"}});
  const std::string caps = raw_caps("BGRx", 32, 32);
  harness.sink_caps(caps);
  ASSERT_TRUE(harness.process(plain_frame(caps, 99)));
  EXPECT_EQ(output_format(harness), "BGRx");
  harness.set("background", "transparent");
  ASSERT_TRUE(harness.process(plain_frame(caps, 99)));
  EXPECT_EQ(output_format(harness), "BGRA");
}

/// A room of 200, nobody in it, over green 177, where downstream takes `caps` best.
std::vector<int> shown_without_background(const std::string& caps, std::size_t warnings) {
  Harness harness({{"background", "blur"}, {"model", "fake:alpha=0"}});
  harness.src_caps(caps);
  const std::string in = raw_caps("RGB", 32, 32);
  harness.sink_caps(in);
  EXPECT_TRUE(harness.process(plain_frame(in, 200)));
  harness.set("background", "transparent");
  const BufferPtr out = harness.process(plain_frame(in, 200, 1));
  EXPECT_TRUE(harness.process(plain_frame(in, 200, 2)));
  EXPECT_THAT(harness.warnings(), testing::SizeIs(warnings)) << caps;
  return out ? first_pixel(out.get(), 4) : std::vector<int>();
}

/// What the user is told of a stream, of two sizes, whose downstream takes `caps` best.
std::vector<std::string> told(Properties properties, const std::string& caps) {
  Harness harness(properties);
  harness.src_caps(caps);
  for (const int width : {32, 48}) {
    harness.sink_caps(raw_caps("RGB", width, 32));
    EXPECT_TRUE(harness.process(plain_frame(raw_caps("RGB", width, 32), 200)));
  }
  return harness.infos();
}

TEST(Caps, WhoLosesAlphaIsToldOnceHowToHideTheRoom) {
  const std::string window = "video/x-raw, format=BGRx; video/x-raw, format={ RGBA, BGRx }";
  const auto infos = told({}, window);
  ASSERT_THAT(infos, testing::SizeIs(1));
  EXPECT_THAT(infos.front(), testing::HasSubstr("background=blur"));
  EXPECT_THAT(told({{"background", "blur"}}, window), testing::IsEmpty());
  EXPECT_THAT(told({}, "video/x-raw, format=RGBA"), testing::IsEmpty());
  EXPECT_THAT(told({}, "video/x-raw"), testing::IsEmpty());
}

TEST(Caps, TakingTheBackgroundAwayNeverShowsTheRoomWhereAlphaIsLost) {
  const std::string opaque = "video/x-raw, format=RGBx";
  EXPECT_EQ(shown_without_background(opaque, 1)[1], 177);
  const std::string converter = opaque + "; video/x-raw, format={ RGBA, RGBx, I420 }";
  EXPECT_EQ(shown_without_background(converter, 1)[1], 177) << "a converter would drop alpha";
}

TEST(Caps, TakingTheBackgroundAwayNeverShowsTheRoomInYuv) {
  for (const char* format : {"NV12", "I420"}) {
    const std::vector<int> shown =
        shown_without_background(std::string("video/x-raw, format=") + format, 1);
    EXPECT_NEAR(shown.at(0), 16 + 219 * (0.587 * 177 + 0.114 * 64) / 255, 1) << format;
  }
}

/// A room of 200 with nobody in it, before a converter that drops alpha, once `name` has gone from
/// `start` to `value` in a running stream.
std::vector<int> shown_after(const char* name, const char* start, const char* value) {
  Harness harness({{name, start}, {"model", "fake:alpha=0"}});
  harness.src_caps("video/x-raw, format=RGBx; video/x-raw, format={ RGBA, RGBx, GRAY8 }");
  const std::string in = raw_caps("RGB", 32, 32);
  harness.sink_caps(in);
  EXPECT_TRUE(harness.process(plain_frame(in, 200)));
  harness.set(name, value);
  const BufferPtr out = harness.process(plain_frame(in, 200, 1));
  EXPECT_THAT(harness.warnings(), testing::SizeIs(1)) << name;
  return out ? first_pixel(out.get(), 4) : std::vector<int>(4);
}

TEST(Caps, NoOtherSettingShowsTheRoomWhereAlphaIsLost) {
  EXPECT_EQ(shown_after("output", "composite", "cutout")[1], 177);
  EXPECT_EQ(shown_after("output", "alpha", "cutout")[1], 177);
  EXPECT_EQ(shown_after("alpha-mode", "premultiplied", "straight")[1], 177);
}

TEST(Caps, AStreamThatStartsAnewIsTakenAtItsWord) {
  Harness harness({{"background", "blur"}, {"model", "fake:alpha=0"}});
  harness.src_caps("video/x-raw, format=RGBx; video/x-raw, format={ RGBA, RGBx }");
  const std::string in = raw_caps("RGB", 32, 32);
  harness.sink_caps(in);
  ASSERT_TRUE(harness.process(plain_frame(in, 200)));
  harness.set("background", "transparent");
  gst_element_set_state(harness.element(), GST_STATE_READY);
  gst_element_set_state(harness.element(), GST_STATE_PLAYING);
  harness.src_caps("video/x-raw, format=RGBA");
  harness.sink_caps(in);
  const BufferPtr out = harness.process(plain_frame(in, 200, 1));
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 4)[3], 0);
}

TEST(Caps, TakingTheBackgroundAwayGivesAlphaWhereItIsUsed) {
  EXPECT_EQ(shown_without_background("video/x-raw, format=RGBA", 0)[3], 0);
}

TEST(Caps, ABackgroundThatComesBackEndsTheStandIn) {
  Harness harness({{"background", "color"}, {"model", "fake:alpha=0"}});
  harness.src_caps("video/x-raw, format=RGBx");
  const std::string in = raw_caps("RGB", 32, 32);
  harness.sink_caps(in);
  ASSERT_TRUE(harness.process(plain_frame(in, 200)));
  for (int i = 1; i < 4; ++i) {
    harness.set("background", i % 2 == 1 ? "transparent" : "blur");
    const BufferPtr out = harness.process(plain_frame(in, 200, i));
    ASSERT_TRUE(out);
    EXPECT_EQ(first_pixel(out.get(), 4)[1], i % 2 == 1 ? 177 : 200);
  }
}

TEST(Caps, RgbaToRgbaIsNoPassthrough) {
  Harness harness({{"model", "fake:alpha=7"}});
  harness.sink_caps(raw_caps("RGBA", 32, 32));
  const BufferPtr out = harness.process(plain_frame(raw_caps("RGBA", 32, 32), 200));
  EXPECT_EQ(first_pixel(out.get(), 4), (std::vector<int>{200, 200, 200, 7 * 200 / 255}));
}

}  // namespace
}  // namespace shm
