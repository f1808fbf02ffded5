/// The whole way, with the library, the default model and real video.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "pipeline.hpp"

namespace shm {
namespace {

constexpr int width = 640;
constexpr int height = 480;

/// Pixels of one frame of examples/walk.mkv, four or one bytes each.
class Shot {
 public:
  Shot(GstBuffer* buffer, int channels) : bytes_(bytes_of(buffer)), channels_(channels) {}

  int at(int x, int y, int channel = 0) const {
    return bytes_.at(std::size_t((y * width + x) * channels_ + channel));
  }

  /// The mean of a channel over a box.
  double mean(int left, int top, int right, int bottom, int channel) const {
    double sum = 0;
    for (int y = top; y < bottom; ++y) {
      for (int x = left; x < right; ++x)
        sum += at(x, y, channel);
    }
    return sum / ((right - left) * (bottom - top));
  }

  double fraction_between(int low, int high, int channel) const {
    int count = 0;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        count += at(x, y, channel) > low && at(x, y, channel) < high;
      }
    }
    return double(count) / (width * height);
  }

 private:
  std::vector<guint8> bytes_;
  int channels_;
};

/// Frames of the clip, a second apart, through an element.
std::vector<Shot> shots(const std::string& element, const std::string& format = "RGBA") {
  const std::string clip = SHM_SOURCE_ROOT "/examples/walk.mkv";
  Pipeline pipeline("filesrc location=" + clip +
                    " ! decodebin ! videorate ! video/x-raw, framerate=1/1 ! " + element +
                    " ! video/x-raw, format=" + format +
                    " ! appsink name=sink sync=false wait-on-eos=false");
  EXPECT_EQ(pipeline.play(180 * GST_SECOND), "");
  std::vector<Shot> result;
  for (const auto& frame : pipeline.frames()) {
    result.emplace_back(frame.get(), format == "GRAY8" ? 1 : 4);
  }
  return result;
}

TEST(Clip, ThePersonIsOpaqueTheRoomIsNot) {
  const auto frames = shots("shmmatting");
  ASSERT_GE(frames.size(), 3U);
  for (const Shot& frame : frames) {
    EXPECT_GT(frame.mean(280, 260, 340, 460, 3), 245) << "the jumper";
    EXPECT_GT(frame.mean(300, 110, 325, 155, 3), 240) << "the face";
    EXPECT_LT(frame.mean(0, 0, 200, 60, 3), 10) << "the ceiling";
    EXPECT_LT(frame.mean(520, 40, 620, 220, 3), 10) << "the blue board";
  }
}

TEST(Clip, EdgesAreSoft) {
  for (const Shot& frame : shots("shmmatting")) {
    const double soft = frame.fraction_between(12, 243, 3);
    EXPECT_GT(soft, 0.003) << "a hard mask has none";
    EXPECT_LT(soft, 0.12) << "a matte is not fog";
  }
}

TEST(Clip, ColorsAreThoseOfTheFrame) {
  const auto matted = shots("shmmatting");
  const auto frames = shots("videoconvert");
  ASSERT_EQ(matted.size(), frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    for (const int channel : {0, 1, 2}) {
      EXPECT_EQ(matted[i].mean(0, 0, width, height, channel),
                frames[i].mean(0, 0, width, height, channel))
          << "frame " << i;
    }
  }
}

TEST(Clip, AReplacedBackgroundHidesTheRoom) {
  for (const Shot& frame : shots("shmmatting background=colour background-color=0xff00ff00")) {
    EXPECT_GT(frame.mean(520, 40, 620, 220, 1), 245);
    EXPECT_LT(frame.mean(520, 40, 620, 220, 2), 10) << "the blue board is gone";
    EXPECT_EQ(frame.mean(0, 0, width, height, 3), 255) << "opaque";
  }
}

TEST(Clip, TheTrimapHasAllThreeKinds) {
  for (const Shot& frame : shots("shmmatting output=trimap", "GRAY8")) {
    EXPECT_GT(frame.fraction_between(254, 256, 0), 0.1) << "person";
    EXPECT_GT(frame.fraction_between(-1, 1, 0), 0.3) << "background";
    EXPECT_GT(frame.fraction_between(127, 129, 0), 0.002) << "unknown";
  }
}

/// Files that this process has mapped.
std::string mapped_files() {
  std::ifstream maps("/proc/self/maps");
  return {std::istreambuf_iterator<char>(maps), {}};
}

TEST(Clip, IsMattedWithoutATrainingFramework) {
  ASSERT_FALSE(shots("shmmatting device=cpu").empty());
  EXPECT_NE(mapped_files().find("libshmmatting.so"), std::string::npos);
  for (const char* library : {"libtorch", "libc10", "libshmmatting-torch"})
    EXPECT_EQ(mapped_files().find(library), std::string::npos) << library;
}

}  // namespace
}  // namespace shm
