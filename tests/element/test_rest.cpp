// SPDX-License-Identifier: MIT
// What the network is told of how a stream flows.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace shm {
namespace {

const std::string caps = raw_caps("RGBx", 32, 32);

/// The first byte of alpha: what the fake network was asked for.
int asked(Harness& harness) {
  const BufferPtr out = harness.process(plain_frame(caps, 99));
  return out ? first_pixel(out.get(), 1)[0] : -1;
}

TEST(Rest, IsForLiveStreamsUnlessTurnedOff) {
  for (const bool live : {true, false})
    for (const char* skip : {"true", "false"}) {
      Harness harness({{"model", "fake:rule=rests"}, {"output", "alpha"}, {"skip-static", skip}});
      gst_harness_set_live(harness.get(), live ? TRUE : FALSE);
      harness.sink_caps(caps);
      EXPECT_EQ(asked(harness), live && std::string(skip) == "true" ? 1 : 0) << live << skip;
    }
}

TEST(Rest, IsOnByDefault) {
  Harness harness({{"model", "fake:rule=rests"}, {"output", "alpha"}});
  harness.sink_caps(caps);
  EXPECT_EQ(asked(harness), 1);
}

TEST(Zoom, CountsTheFramesOwnTime) {
  Harness harness({{"model", "fake:rule=time"}, {"output", "alpha"}});
  harness.sink_caps(caps);
  for (const int second : {0, 1, 2}) {
    const BufferPtr out = harness.process(plain_frame(caps, 99, 30 * second));
    ASSERT_TRUE(out);
    EXPECT_EQ(first_pixel(out.get(), 1)[0], second);
  }
}

TEST(Zoom, IsNotToldATimeThatFramesHaveNot) {
  Harness harness({{"model", "fake:rule=time"}, {"output", "alpha"}});
  harness.sink_caps(caps);
  BufferPtr frame = plain_frame(caps, 99);
  GST_BUFFER_PTS(frame.get()) = GST_CLOCK_TIME_NONE;
  const BufferPtr out = harness.process(std::move(frame));
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 1)[0], 255);
}

TEST(Interval, MayChangeWhilePlaying) {
  Harness harness({{"model", "fake:rule=interval"}, {"output", "alpha"}});
  harness.sink_caps(caps);
  EXPECT_EQ(asked(harness), 1);
  harness.set("interval", "3");
  EXPECT_EQ(asked(harness), 3);
}

}  // namespace
}  // namespace shm
