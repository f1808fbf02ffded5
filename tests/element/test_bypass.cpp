// SPDX-License-Identifier: MIT
// enabled=false, the one way in which the room is shown on purpose.
#include "bypass.hpp"

#include <gtest/gtest.h>

#include "harness.hpp"

namespace shm {
namespace {

constexpr GstClockTime second = GST_SECOND;

TEST(Bypass, DoesNotFadeWhenAStreamBegins) {
  Bypass bypass;
  EXPECT_EQ(bypass.share(false, 0, 1000), 1);
  bypass.restart();
  EXPECT_EQ(bypass.share(true, 0, 1000), 0);
}

TEST(Bypass, FadesOverTheTransitionAndTurnsBackInItsMiddle) {
  Bypass bypass;
  bypass.share(true, 0, 1000);
  EXPECT_DOUBLE_EQ(bypass.share(false, second / 4, 1000), 0.25);
  EXPECT_DOUBLE_EQ(bypass.share(false, second / 2, 1000), 0.5);
  EXPECT_DOUBLE_EQ(bypass.share(true, second / 2 + second / 8, 1000), 0.375);
  EXPECT_DOUBLE_EQ(bypass.share(true, 2 * second, 1000), 0);
}

TEST(Bypass, JumpsWithoutATransitionAndWhereTimeIsUnknown) {
  Bypass bypass;
  bypass.share(true, 0, 0);
  EXPECT_EQ(bypass.share(false, 1, 0), 1);
  EXPECT_EQ(bypass.share(true, GST_CLOCK_TIME_NONE, 1000), 0);
  EXPECT_EQ(bypass.share(false, 2, 1000), 1);
}

TEST(Bypass, HidesTheRoomWhereTimeStandsStill) {
  Bypass bypass;
  bypass.share(false, 0, 1000);
  EXPECT_EQ(bypass.share(true, 0, 1000), 0);
}

TEST(Bypass, TellsWhenItComesBackFromTheFrameAsItCame) {
  Bypass bypass;
  bypass.share(false, 0, 1000);
  EXPECT_FALSE(bypass.came_back());
  bypass.share(true, second / 2, 1000);
  EXPECT_TRUE(bypass.came_back());
  bypass.share(true, second, 1000);
  EXPECT_FALSE(bypass.came_back());
}

const std::string rgba = raw_caps("RGBA", 32, 32);

const std::string rgbx = raw_caps("RGBx", 32, 32);

/// The first pixel of what becomes of a frame.
std::vector<int> shown(Harness& harness, int index, const std::string& caps = rgba) {
  const BufferPtr out = harness.process(plain_frame(caps, 99, index));
  return out ? first_pixel(out.get(), 4) : std::vector<int>();
}

/// The same of output=alpha.
int alpha_shown(Harness& harness, int index) {
  const BufferPtr out = harness.process(plain_frame(rgbx, 99, index));
  return out ? first_pixel(out.get(), 1)[0] : -1;
}

TEST(Enabled, FalseShowsTheFrameAsItCameWhateverIsBehindThePerson) {
  for (const std::string background : {"transparent", "color", "blur"}) {
    Harness harness({{"model", "fake:alpha=10"}, {"background", background}, {"transition", "0"}});
    harness.sink_caps(rgbx);
    harness.src_caps("video/x-raw, format=RGBA");
    shown(harness, 0, rgbx);
    harness.set("enabled", "false");
    EXPECT_EQ(shown(harness, 1, rgbx), (std::vector{99, 99, 99, 255})) << background;
  }
}

TEST(Enabled, FalseLeavesClearWhatTheInputMadeClear) {
  Harness harness({{"model", "fake:alpha=10"}, {"enabled", "false"}});
  harness.sink_caps(rgba);
  EXPECT_EQ(shown(harness, 0), (std::vector{99, 99, 99, 99}));
}

TEST(Enabled, FalseLetsTheNetworkRest) {
  Harness harness({{"model", "fake:throw=input"}, {"enabled", "false"}});
  harness.sink_caps(rgba);
  shown(harness, 0);
  shown(harness, 1);
  EXPECT_EQ(harness.counted("bypassed"), 2U);
  EXPECT_EQ(harness.counted("failures"), 0U);
  EXPECT_EQ(harness.counted("inferred"), 0U);
}

TEST(Enabled, ComesBackWithoutAFlashOrWhatWasRemembered) {
  Harness harness({{"model", "fake:rule=age"}, {"output", "alpha"}, {"transition", "0"}});
  harness.sink_caps(rgbx);
  alpha_shown(harness, 0);
  EXPECT_EQ(alpha_shown(harness, 1), 2);
  harness.set("enabled", "false");
  EXPECT_EQ(alpha_shown(harness, 2), 255);
  harness.set("enabled", "true");
  EXPECT_EQ(alpha_shown(harness, 3), 1) << "the first frame is matted, as the first of a stream";
}

TEST(Enabled, FadesTheRoomInAndOut) {
  Harness harness({{"model", "fake:alpha=0"}, {"output", "alpha"}, {"transition", "100"}});
  harness.sink_caps(rgbx);
  EXPECT_EQ(alpha_shown(harness, 0), 0);
  harness.set("enabled", "false");
  EXPECT_NEAR(alpha_shown(harness, 1), 85, 1);
  EXPECT_NEAR(alpha_shown(harness, 2), 170, 1);
  EXPECT_EQ(alpha_shown(harness, 3), 255);
  harness.set("enabled", "true");
  EXPECT_NEAR(alpha_shown(harness, 4), 170, 1);
}

TEST(Enabled, FadesWhatIsDoneToColorsOutWithThePicture) {
  Harness harness({{"model", "fake:alpha=0"},
                   {"background", "color"},
                   {"background-color", "0xffffffff"},
                   {"light-wrap", "1"},
                   {"transition", "10000"}});
  harness.sink_caps(rgbx);
  shown(harness, 0, rgbx);
  harness.set("enabled", "false");
  EXPECT_NEAR(shown(harness, 297, rgbx)[0], 99, 3);
}

/// What a frame becomes that fails once people are cut out again, with on-error=hold.
std::vector<int> held(const std::string& transition, int frames_of_the_room) {
  Harness harness({{"model", "fake:alpha=0,throw=input,from=1"},
                   {"background", "color"},
                   {"on-error", "hold"},
                   {"transition", transition}});
  harness.sink_caps(rgbx);
  int index = 0;
  shown(harness, index++, rgbx);
  harness.set("enabled", "false");
  for (int i = 0; i < frames_of_the_room; ++i)
    shown(harness, index++, rgbx);
  harness.set("enabled", "true");
  std::vector<int> last = shown(harness, index, rgbx);
  EXPECT_GE(harness.counted("failures"), 1U);
  last.pop_back();
  return last;
}

TEST(Enabled, NeverHasTheRoomOrWhatWasBeforeItRepeatedForAFrameThatFails) {
  const std::vector<int> nothing(3, 0);
  EXPECT_EQ(held("0", 1), nothing);
  EXPECT_EQ(held("100", 30), nothing);
}

TEST(Enabled, ChangesWithoutNewCaps) {
  Harness harness({{"model", "fake:alpha=10"}});
  harness.sink_caps(rgba);
  shown(harness, 0);
  const CapsPtr before = harness.output_caps();
  harness.set("enabled", "false");
  shown(harness, 1);
  EXPECT_TRUE(gst_caps_is_equal(harness.output_caps().get(), before.get()));
}

}  // namespace
}  // namespace shm
