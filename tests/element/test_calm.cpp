// SPDX-License-Identifier: MIT
/// How calm alpha is, with the library and the default model.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include "pipeline.hpp"
#include "shared_data.hpp"

namespace shm {
namespace {

const std::string caps = raw_caps("RGB", 640, 480);

using Picture = std::vector<guint8>;

Picture portrait() {
  Pipeline pipeline(
      "filesrc location=" + shared_data("data/portraits/image/00003.jpg").string() +
      " ! jpegdec ! videoconvert ! videoscale add-borders=true ! video/x-raw, format=RGB, "
      "width=640, height=480, pixel-aspect-ratio=1/1 ! appsink name=sink sync=false "
      "wait-on-eos=false");
  EXPECT_EQ(pipeline.play(), "");
  const auto frames = pipeline.frames();
  return frames.empty() ? Picture() : bytes_of(frames.front().get());
}

/// What a camera that looks at `picture` sees: the same, with the noise of a webcam.
BufferPtr seen(const Picture& picture, int index) {
  std::mt19937 random(index);
  std::normal_distribution<float> noise(0, 3);
  Picture noisy(picture.size());
  std::ranges::transform(picture, noisy.begin(), [&](guint8 value) {
    return guint8(std::clamp(std::lround(float(value) + noise(random)), 0L, 255L));
  });
  BufferPtr frame = plain_frame(caps, 0, index);
  gst_buffer_fill(frame.get(), 0, noisy.data(), noisy.size());
  return frame;
}

double mean_change(const Picture& before, const Picture& after) {
  double sum = 0;
  for (std::size_t i = 0; i < before.size(); ++i)
    sum += std::abs(int(before[i]) - int(after[i]));
  return sum / double(before.size());
}

/// The mean change of alpha from frame to frame, of 255, where every second frame of thirty a
/// second is lost and those that are left carry `flags`.
double flicker(const Picture& picture, Properties properties, GstBufferFlags flags) {
  Harness harness(properties);
  harness.sink_caps(caps);
  double sum = 0;
  Picture last;
  constexpr int count = 12;
  for (int i = 0; i < count; ++i) {
    BufferPtr frame = seen(picture, 2 * i);
    GST_BUFFER_FLAG_SET(frame.get(), flags);
    const BufferPtr out = harness.process(std::move(frame));
    if (!out) return 1e9;
    const Picture alpha = bytes_of(out.get());
    if (i > 0) sum += mean_change(last, alpha);
    last = alpha;
  }
  return sum / (count - 1);
}

TEST(Calm, IsKeptWhereEverySecondFrameIsLost) {
  SHM_NEEDS_SHARED_DATA();
  const Picture picture = portrait();
  ASSERT_FALSE(picture.empty());
  const auto measured = [&](const std::string& temporal, GstBufferFlags flags) {
    return flicker(picture, {{"model", "default"}, {"output", "alpha"}, {"temporal", temporal}},
                   flags);
  };
  const double unmarked = measured("0.5", GstBufferFlags(0));
  const double marked = measured("0.5", GST_BUFFER_FLAG_DISCONT);
  const double unsmoothed = measured("0", GST_BUFFER_FLAG_DISCONT);
  RecordProperty("unmarked", std::to_string(unmarked));
  RecordProperty("marked", std::to_string(marked));
  RecordProperty("unsmoothed", std::to_string(unsmoothed));
  EXPECT_LE(marked, unmarked * 1.001);
  EXPECT_LT(marked, unsmoothed / 2);
}

}  // namespace
}  // namespace shm
