// SPDX-License-Identifier: MIT
/// A stream of hours at full speed, in which everything changes that may. As many frames as
/// SHM_FRAMES says, 3000 unless it does; eight hours of thirty frames a second are 864000:
///   SHM_FRAMES=864000 meson test -C build -t 0 element-real
///   --test-args='--gtest_filter=Endurance*'
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "harness.hpp"

namespace shm {
namespace {

int frames_asked_for() {
  const char* text = g_getenv("SHM_FRAMES");
  return text == nullptr ? 3000 : std::atoi(text);
}

/// Memory in use, MB.
double resident() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0;
  statm >> pages >> pages;
  return pages * double(::sysconf(_SC_PAGESIZE)) / 1e6;
}

struct Change {
  const char* property;
  std::vector<const char*> values;
};

const std::vector<Change> changes = {
    {"background", {"color", "blur", "image", "transparent"}},
    {"output", {"alpha", "composite", "trimap", "cutout"}},
    {"size", {"96", "64"}},
    {"shift", {"3", "-2", "0"}},
    {"feather", {"8", "0"}},
    {"min-area", {"0.01", "0"}},
    {"keep", {"largest", "all"}},
    {"region-left", {"0.2", "0"}},
    {"temporal", {"0", "0.5"}},
    {"edge-refine", {"0", "1"}},
    {"despill", {"1", "0"}},
    {"interval", {"4", "0"}},
    {"on-error", {"hold", "transparent"}},
    {"alpha-mode", {"premultiplied", "straight"}},
    {"enabled", {"false", "true"}},
    {"background-image", {SHM_SOURCE_ROOT "/examples/background.jpg", "/no/such/picture.png"}},
};

constexpr int between_changes = 31, between_caps = 499, between_models = 997;  // frames

/// Every so many frames the next value of the next property, other caps, another model.
void change(Harness& harness, int frame, std::string& caps) {
  if (frame % between_changes == 0) {
    const auto turn = std::size_t(frame / between_changes);
    const Change& next = changes[turn % changes.size()];
    harness.set(next.property, next.values[turn / changes.size() % next.values.size()]);
  }
  if (frame % between_models == 0)
    harness.set("model", frame / between_models % 2 == 0 ? "default"
                                                         : SHM_SOURCE_ROOT
                             "/models/default.safetensors");
  if (frame % between_caps != 0) return;
  const bool larger = frame / between_caps % 2 != 0;
  caps = larger ? raw_caps("NV12", 96, 64) : raw_caps("YUY2", 64, 48);
  harness.sink_caps(caps);
}

/// The harness keeps each event, and the bus each message, until somebody asks for it.
void forget_what_was_told(Harness& harness) {
  while (GstEvent* event = gst_harness_try_pull_event(harness.get()))
    gst_event_unref(event);
  while (GstEvent* event = gst_harness_try_pull_upstream_event(harness.get()))
    gst_event_unref(event);
  EXPECT_TRUE(harness.errors().empty());
}

TEST(Endurance, OfAStreamTakesNoMoreMemoryAndLosesNoFrame) {
  const int frames = frames_asked_for();
  Harness harness({{"model", "default"}, {"device", "cpu"}, {"size", "64"}});
  std::string caps;
  double early = 0, late = 0;  // the most memory in the second and in the last fifth
  for (int i = 0; i < frames; ++i) {
    change(harness, i, caps);
    const BufferPtr out = harness.process(plain_frame(caps, i % 256, i));
    ASSERT_TRUE(out) << "frame " << i;
    ASSERT_EQ(GST_BUFFER_PTS(out.get()), gst_util_uint64_scale(guint64(i), GST_SECOND, 30));
    ASSERT_FALSE(harness.pull()) << "a second one for frame " << i;
    if (i % 50 != 0) continue;
    forget_what_was_told(harness);
    const int fifth = int(5 * std::int64_t(i) / frames);
    if (fifth == 1) early = std::max(early, resident());
    if (fifth == 4) late = std::max(late, resident());
  }
  std::cout << frames << " frames, " << early << " MB in the second fifth, " << late
            << " MB in the last\n";
  EXPECT_EQ(harness.counted("frames"), guint64(frames));
  EXPECT_EQ(harness.counted("failures"), 0U);
  constexpr int all_changes = 8 * between_models;
  EXPECT_TRUE(frames < 5 * all_changes || late <= 1.01 * early);
}

}  // namespace
}  // namespace shm
