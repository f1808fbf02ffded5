// SPDX-License-Identifier: MIT
// Settings changed while playing to what downstream cannot take: the stream goes on.
#include <gmock/gmock.h>
#include <gst/app/gstappsink.h>
#include <gtest/gtest.h>

#include "harness.hpp"
#include "pipeline.hpp"

namespace shm {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string input = raw_caps("RGB", 32, 32);

const std::pair<const char*, std::string> nobody = {"model", "fake:alpha=0"};

/// A running stream to what takes `downstream`.
struct Stream {
  Stream(Properties properties, const std::string& downstream) : harness(properties) {
    harness.src_caps("video/x-raw, format=" + downstream);
    harness.sink_caps(input);
    EXPECT_EQ(frame(), format());
  }

  std::string format() const {
    const GstVideoInfo info = harness.output_info();
    return gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info));
  }

  /// The format of the next frame, or "nothing".
  std::string frame() {
    shown = harness.process(plain_frame(input, 200, index++));
    return shown ? format() : "nothing";
  }

  Harness harness;
  BufferPtr shown;
  int index = 0;
};

TEST(Presentation, AnOutputThatDownstreamCannotTakeLeavesTheOneThatStands) {
  for (const char* format : {"RGBA", "AYUV"}) {
    for (const char* output : {"alpha", "trimap"}) {
      Stream stream({nobody}, format);
      stream.harness.set("output", output);
      for (int i = 0; i < 3; ++i)
        EXPECT_EQ(stream.frame(), format) << output;
      EXPECT_THAT(stream.harness.warnings(),
                  ElementsAre(AllOf(HasSubstr(std::string("output=") + output),
                                    HasSubstr("put videoconvert behind it"),
                                    HasSubstr("going on with output=cutout"))));
      EXPECT_THAT(stream.harness.errors(), IsEmpty());
    }
  }
}

TEST(Presentation, NorDoesAnEncoderThatTakesI420LoseThePicture) {
  Stream stream({nobody, {"background", "color"}}, "I420");
  const std::vector<guint8> before = bytes_of(stream.shown.get());
  stream.harness.set("output", "alpha");
  EXPECT_EQ(stream.frame(), "I420");
  EXPECT_EQ(bytes_of(stream.shown.get()), before);
  EXPECT_THAT(stream.harness.warnings(), SizeIs(1));
}

TEST(Presentation, GreyDownstreamGoesOnWithAlpha) {
  for (const char* asked : {"cutout", "composite"}) {
    Stream stream({nobody, {"output", "alpha"}}, "GRAY8");
    stream.harness.set("output", asked);
    EXPECT_EQ(stream.frame(), "GRAY8") << asked;
    EXPECT_EQ(first_pixel(stream.shown.get(), 1)[0], 0);
    EXPECT_THAT(stream.harness.warnings(), ElementsAre(HasSubstr("going on with output=alpha")));
  }
}

TEST(Presentation, WhatIsSetBackIsShownWithoutAWord) {
  Stream stream({nobody}, "RGBA");
  stream.harness.set("output", "alpha");
  stream.frame();
  stream.harness.warnings();
  for (const char* output : {"cutout", "composite"}) {
    stream.harness.set("output", output);
    EXPECT_EQ(stream.frame(), "RGBA");
    EXPECT_EQ(first_pixel(stream.shown.get(), 4)[3], std::string(output) == "cutout" ? 0 : 255);
  }
  EXPECT_THAT(stream.harness.warnings(), IsEmpty());
}

TEST(Presentation, AnotherOutputThatCannotBeIsToldAsWell) {
  Stream stream({nobody}, "RGBA");
  stream.harness.set("output", "alpha");
  stream.harness.set("background", "blur");
  stream.harness.set("output", "trimap");
  EXPECT_EQ(stream.frame(), "RGBA");
  EXPECT_THAT(stream.harness.warnings(),
              ElementsAre(HasSubstr("output=alpha"), HasSubstr("output=trimap")));
}

TEST(Presentation, WhatWasAskedForComesWhenDownstreamTakesIt) {
  Stream stream({nobody}, "RGBA");
  stream.harness.set("output", "alpha");
  stream.frame();
  stream.harness.src_caps("video/x-raw, format={ RGBA, GRAY8 }");
  EXPECT_EQ(stream.frame(), "GRAY8");
  stream.harness.src_caps("video/x-raw, format=RGBA");
  EXPECT_THAT(stream.harness.warnings(), SizeIs(1));
  EXPECT_THAT(stream.harness.errors(), IsEmpty());
}

TEST(Presentation, ABackgroundStandsInWhereDownstreamTakesNoAlpha) {
  Stream stream({nobody, {"background", "blur"}, {"alpha-mode", "premultiplied"}}, "NV12");
  stream.harness.set("background", "transparent");
  EXPECT_EQ(stream.frame(), "NV12");
  EXPECT_NEAR(first_pixel(stream.shown.get(), 1)[0], 16 + 219 * (0.587 * 177 + 0.114 * 64) / 255,
              1);
  EXPECT_THAT(stream.harness.warnings(), ElementsAre(HasSubstr("background-color stands in")));
}

TEST(Presentation, TheStandInGoesWhenDownstreamUsesAlpha) {
  Stream stream({nobody, {"background", "blur"}}, "NV12");
  stream.harness.set("background", "transparent");
  EXPECT_EQ(stream.frame(), "NV12");
  stream.harness.src_caps("video/x-raw, format=RGBA");
  EXPECT_EQ(stream.frame(), "RGBA");
  EXPECT_EQ(first_pixel(stream.shown.get(), 4)[3], 0);
}

TEST(Presentation, ABackgroundTakenAwayBehindAnOutputThatStandsNeverShowsTheRoom) {
  Stream stream({nobody, {"background", "color"}}, "RGBx");
  const std::vector<int> before = first_pixel(stream.shown.get(), 4);
  stream.harness.set("output", "alpha");
  stream.harness.set("background", "transparent");
  EXPECT_EQ(stream.frame(), "RGBx");
  EXPECT_EQ(first_pixel(stream.shown.get(), 3), (std::vector{before[0], before[1], before[2]}));
}

TEST(Presentation, DownstreamThatLosesAlphaInMidStreamGetsABackground) {
  Stream stream({nobody}, "RGBA");
  stream.harness.src_caps("video/x-raw, format={ NV12, I420 }");
  EXPECT_EQ(stream.frame(), "NV12");
  EXPECT_THAT(stream.harness.warnings(), ElementsAre(HasSubstr("background-color stands in")));
}

TEST(Presentation, AStandInOutlastsAStopOfTheStream) {
  Stream stream({nobody, {"background", "color"}}, "I420");
  stream.harness.set("background", "transparent");
  EXPECT_EQ(stream.frame(), "I420");
  const std::vector<guint8> before = bytes_of(stream.shown.get());
  gst_element_set_state(stream.harness.element(), GST_STATE_READY);
  gst_element_set_state(stream.harness.element(), GST_STATE_PLAYING);
  stream.harness.src_caps("video/x-raw, format=I420");
  stream.harness.sink_caps(input);
  EXPECT_EQ(stream.frame(), "I420");
  EXPECT_EQ(bytes_of(stream.shown.get()), before);
  EXPECT_THAT(stream.harness.infos(), IsEmpty());
}

/// A red room with nobody in it; where background-color stands in, all is green.
const std::string camera =
    "videotestsrc is-live=true pattern=red ! video/x-raw, format=I420, width=64, height=64, "
    "framerate=60/1 ! shmmatting name=matting model=fake:alpha=0 background-color=0xff00ff00 ! ";
const std::string recorder =
    "queue ! videoconvert ! video/x-raw, format=I420 ! videoconvert ! video/x-raw, format=RGB ! "
    "appsink name=sink sync=false";

/// The next frames of what is named `sink`, as many as asked for within ten seconds each.
std::vector<SamplePtr> next_frames(GstBin* bin, int count) {
  const ElementPtr sink(gst_bin_get_by_name(bin, "sink"));
  std::vector<SamplePtr> frames;
  for (int i = 0; i < count; ++i) {
    frames.emplace_back(gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()), 10 * GST_SECOND));
    if (frames.back() == nullptr) return {};
  }
  return frames;
}

/// Takes what had left the element before it heard of a change.
void pass_red(GstBin* bin) {
  constexpr int most = 60;
  for (int i = 0; i < most; ++i) {
    const std::vector<SamplePtr> frame = next_frames(bin, 1);
    ASSERT_FALSE(frame.empty());
    if (first_pixel(gst_sample_get_buffer(frame[0].get()), 3)[0] < 40) return;
  }
  ADD_FAILURE() << "the room stays in sight";
}

void expect_green(const std::vector<SamplePtr>& frames) {
  ASSERT_FALSE(frames.empty());
  for (const SamplePtr& frame : frames) {
    const std::vector<int> pixel = first_pixel(gst_sample_get_buffer(frame.get()), 3);
    EXPECT_LT(pixel[0], 40);
    EXPECT_GT(pixel[1], 215);
  }
}

TEST(Presentation, ABranchThatDropsAlphaIsGivenTheBackgroundOnceItIsThere) {
  Pipeline pipeline(camera + "tee name=tee ! queue ! compositor ! fakesink sync=false");
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  ASSERT_EQ(gst_element_get_state(pipeline.get(), nullptr, nullptr, 10 * GST_SECOND),
            GST_STATE_CHANGE_SUCCESS);
  GstElement* branch = gst_parse_bin_from_description(recorder.c_str(), TRUE, nullptr);
  gst_bin_add(GST_BIN(pipeline.get()), branch);
  gst_element_sync_state_with_parent(branch);
  const ElementPtr tee = pipeline.element("tee");
  ASSERT_TRUE(gst_element_link(tee.get(), branch));
  pass_red(GST_BIN(pipeline.get()));
  expect_green(next_frames(GST_BIN(pipeline.get()), 5));
  pipeline.stop();
}

TEST(Presentation, AFilterThatTakesAlphaAloneBeforeWhatDropsItHidesNothing) {
  Pipeline pipeline(camera + "video/x-raw, format=RGBA ! " + recorder);
  const ElementPtr matting = pipeline.element("matting");
  gst_util_set_object_arg(G_OBJECT(matting.get()), "background", "color");
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  expect_green(next_frames(GST_BIN(pipeline.get()), 1));
  gst_util_set_object_arg(G_OBJECT(matting.get()), "background", "transparent");
  expect_green(next_frames(GST_BIN(pipeline.get()), 20));
  pipeline.stop();
}

TEST(Presentation, CapsThatLoseAlphaWhilePlayingDoNotEndTheStreamWhateverItsSource) {
  for (const char* is_live : {"true", "false"}) {
    Pipeline pipeline(std::string("videotestsrc pattern=red is-live=") + is_live +
                      " ! video/x-raw, format=I420, width=64, height=64 ! shmmatting "
                      "model=fake:alpha=0 background-color=0xff00ff00 ! capsfilter name=caps "
                      "caps=video/x-raw,format=RGBA ! appsink name=sink sync=false max-buffers=1");
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    EXPECT_EQ(next_frames(GST_BIN(pipeline.get()), 5).size(), 5U);
    const CapsPtr rgb(gst_caps_from_string("video/x-raw, format=RGB"));
    g_object_set(pipeline.element("caps").get(), "caps", rgb.get(), nullptr);
    pass_red(GST_BIN(pipeline.get()));
    expect_green(next_frames(GST_BIN(pipeline.get()), 5));
    pipeline.stop();
  }
}

TEST(Presentation, NothingElseThatIsSetEndsAStreamOrChangesItsFormat) {
  Stream stream({nobody, {"background", "color"}}, "I420");
  for (const auto& [name, value] :
       {std::pair("enabled", "false"), std::pair("enabled", "true"), std::pair("size", "320"),
        std::pair("background", "blur"), std::pair("background", "image"),
        std::pair("alpha-mode", "premultiplied"), std::pair("on-error", "hold")}) {
    stream.harness.set(name, value);
    EXPECT_EQ(stream.frame(), "I420") << name << "=" << value;
  }
  EXPECT_THAT(stream.harness.errors(), IsEmpty());
}

}  // namespace
}  // namespace shm
