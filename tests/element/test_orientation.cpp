// SPDX-License-Identifier: MIT
// Cameras on their side, and pixels that are not square: the network sees people as they are.
#include <gtest/gtest.h>

#include "pipeline.hpp"

namespace shm {
namespace {

constexpr int width = 48, height = 32;
const std::string caps = raw_caps("RGBx", width, height);

void tell(Harness& harness, const char* orientation, GstTagScope scope = GST_TAG_SCOPE_STREAM) {
  GstTagList* tags = gst_tag_list_new(GST_TAG_IMAGE_ORIENTATION, orientation, nullptr);
  gst_tag_list_set_scope(tags, scope);
  ASSERT_TRUE(gst_harness_push_event(harness.get(), gst_event_new_tag(tags)));
}

/// Alpha in the corners of the frame: upper left, upper right, lower left, lower right.
std::vector<int> corners(Harness& harness) {
  const BufferPtr out = harness.process(plain_frame(caps, 99));
  if (!out) return {};
  const std::vector<guint8> alpha = bytes_of(out.get());
  return {alpha.front(), alpha.at(width - 1), alpha.at(alpha.size() - width), alpha.back()};
}

using Corners = std::vector<int>;
const Corners upright = {250, 200, 50, 0};
const Corners on_its_side = {200, 0, 250, 50};

struct Camera : Harness {
  Camera() : Harness({{"model", "fake:rule=corners"}, {"output", "alpha"}}) { sink_caps(caps); }
};

TEST(Orientation, TheNetworkSeesThePictureUprightAndTheFrameStaysAsItCame) {
  const std::vector<std::pair<const char*, Corners>> ways = {
      {"rotate-0", upright},
      {"rotate-90", on_its_side},
      {"rotate-180", {0, 50, 200, 250}},
      {"rotate-270", {50, 250, 0, 200}},
      {"flip-rotate-0", {200, 250, 0, 50}},
      {"flip-rotate-90", {0, 200, 50, 250}},
      {"flip-rotate-180", {50, 0, 250, 200}},
      {"flip-rotate-270", {250, 50, 200, 0}},
  };
  for (const auto& [orientation, expected] : ways) {
    Camera camera;
    tell(camera, orientation);
    EXPECT_EQ(corners(camera), expected) << orientation;
    const GstVideoInfo info = camera.output_info();
    EXPECT_EQ(std::pair(info.width, info.height), std::pair(width, height));
  }
}

TEST(Orientation, MayChangeWhilePlaying) {
  Camera camera;
  EXPECT_EQ(corners(camera), upright);
  tell(camera, "rotate-90");
  EXPECT_EQ(corners(camera), on_its_side);
  tell(camera, "rotate-0");
  EXPECT_EQ(corners(camera), upright);
}

TEST(Orientation, OfTheStreamCountsBeforeThatOfTheFile) {
  Camera camera;
  tell(camera, "rotate-90", GST_TAG_SCOPE_GLOBAL);
  EXPECT_EQ(corners(camera), on_its_side);
  tell(camera, "rotate-0");
  EXPECT_EQ(corners(camera), upright);
  tell(camera, "rotate-90", GST_TAG_SCOPE_GLOBAL);
  EXPECT_EQ(corners(camera), upright);
}

TEST(Orientation, OtherTagsLeaveItAndAnotherStreamForgetsIt) {
  Camera camera;
  tell(camera, "rotate-90");
  gst_harness_push_event(camera.get(),
                         gst_event_new_tag(gst_tag_list_new(GST_TAG_TITLE, "a walk", nullptr)));
  EXPECT_EQ(corners(camera), on_its_side);
  gst_harness_push_event(camera.get(), gst_event_new_stream_start("another"));
  camera.sink_caps(caps);
  EXPECT_EQ(corners(camera), upright);
}

TEST(Orientation, FramesThatAVideoflipHasTurnedAreNotTurnedAgain) {
  for (const char* before :
       {"videoflip video-direction=auto", "videoflip video-direction=auto ! queue",
        "videoflip video-direction=identity"}) {
    Pipeline pipeline(
        std::string("videotestsrc num-buffers=1 ! video/x-raw, width=64, height=64 ! taginject "
                    "tags=image-orientation=rotate-90 ! ") +
        before +
        " ! shmmatting model=fake:rule=corners output=alpha ! appsink name=sink sync=false "
        "wait-on-eos=false");
    ASSERT_EQ(pipeline.play(), "");
    const std::vector<guint8> alpha = bytes_of(pipeline.frames().at(0).get());
    const bool turned = std::string(before).find("auto") != std::string::npos;
    EXPECT_EQ(alpha.front(), turned ? 250 : 200) << before;
  }
}

/// Of pixels, in hundredths, as the network is told.
int aspect(const std::string& ratio, const char* orientation) {
  Harness harness({{"model", "fake:rule=aspect"}, {"output", "alpha"}});
  harness.sink_caps(caps + ", pixel-aspect-ratio=" + ratio);
  tell(harness, orientation);
  const BufferPtr out = harness.process(plain_frame(caps, 99));
  return out ? first_pixel(out.get(), 1)[0] : -1;
}

TEST(PixelAspectRatio, IsToldToTheNetwork) {
  EXPECT_EQ(aspect("1/1", "rotate-0"), 100);
  EXPECT_EQ(aspect("2/1", "rotate-0"), 200);
  EXPECT_EQ(aspect("2/1", "rotate-90"), 50);
}

}  // namespace
}  // namespace shm
