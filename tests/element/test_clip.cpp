// SPDX-License-Identifier: MIT
/// The whole way, with the library, the default model and real video.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "exact_colors.hpp"
#include "pipeline.hpp"
#include "temporary_folder.hpp"

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

const std::string walk = SHM_SOURCE_ROOT "/examples/walk.mkv";

/// A film, a frame each second.
std::string seconds_of(const std::string& film) {
  return "filesrc location=" + film + " ! decodebin ! videorate ! video/x-raw, framerate=1/1 ! ";
}

const std::string to_the_test = " ! appsink name=sink sync=false wait-on-eos=false";

std::vector<Shot> shots_of(const std::string& film, const std::string& element,
                           const std::string& format) {
  Pipeline pipeline(seconds_of(film) + element + " ! video/x-raw, format=" + format + to_the_test);
  EXPECT_EQ(pipeline.play(180 * GST_SECOND), "");
  std::vector<Shot> result;
  for (const auto& frame : pipeline.frames()) {
    result.emplace_back(frame.get(), format == "GRAY8" ? 1 : 4);
  }
  return result;
}

std::vector<Shot> shots(const std::string& element, const std::string& format = "RGBA") {
  return shots_of(walk, element, format);
}

/// The same frames as they are decoded.
std::vector<ExactColors> decoded_frames() {
  Pipeline pipeline(seconds_of(walk) + "identity" + to_the_test);
  EXPECT_EQ(pipeline.play(180 * GST_SECOND), "");
  const PadPtr pad(gst_element_get_static_pad(pipeline.element("sink").get(), "sink"));
  const CapsPtr caps(gst_pad_get_current_caps(pad.get()));
  GstVideoInfo info;
  EXPECT_TRUE(gst_video_info_from_caps(&info, caps.get()));
  std::vector<ExactColors> frames;
  for (const auto& frame : pipeline.frames())
    frames.emplace_back(info, frame.get());
  return frames;
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

TEST(Clip, ColorsAreExactlyThoseOfTheFrame) {
  const auto matted = shots("shmmatting");
  const auto frames = decoded_frames();
  ASSERT_EQ(matted.size(), frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i)
    for (int y = 0; y < height; y += 3)
      for (int x = 0; x < width; x += 3)
        for (const int channel : {0, 1, 2})
          ASSERT_NEAR(matted[i].at(x, y, channel), frames[i].at(x, y)[std::size_t(channel)], 1)
              << "frame " << i << " at " << x << ", " << y;
}

/// How much of what either shows as person both do, over all frames.
double overlap(const std::vector<Shot>& one, const std::vector<Shot>& other) {
  int both = 0, either = 0;
  EXPECT_EQ(one.size(), other.size());
  for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i)
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        const bool here = one[i].at(x, y) > 127, there = other[i].at(x, y) > 127;
        both += here && there ? 1 : 0;
        either += here || there ? 1 : 0;
      }
  return double(both) / either;
}

const std::string as_rgb = "videoconvert ! video/x-raw, format=RGBx ! ";

TEST(Clip, APersonOnTheSideIsFoundAsUpright) {
  const auto upright = shots(as_rgb + "shmmatting output=alpha", "GRAY8");
  const auto turned = shots(as_rgb +
                                "videoflip video-direction=90r ! "
                                "taginject tags=image-orientation=rotate-270 ! "
                                "shmmatting output=alpha ! videoflip video-direction=90l",
                            "GRAY8");
  EXPECT_GT(overlap(upright, turned), 0.999);
}

/// Has a QuickTime file say, as phones do, that it is to be turned by a quarter to the right.
void say_turned(const std::filesystem::path& film) {
  using namespace std::string_literals;
  const std::string matrix = "\0\0\0\0\0\1\0\0\0\0\0\0\xFF\xFF\0\0\0\0\0\0"s;  // 0 1 0 -1 0
  std::ifstream file(film, std::ios::binary);
  std::string content(std::istreambuf_iterator<char>(file), {});
  const std::size_t track = content.find("tkhd");
  ASSERT_NE(track, std::string::npos);
  std::ofstream(film, std::ios::binary) << content.replace(track + 44, matrix.size(), matrix);
}

TEST(Clip, APersonInAPhonesFilmIsFoundAsUpright) {
  const TemporaryFolder folder;
  const std::string film = folder / "film.mov";
  const auto alphas = [&](const std::string& turn) {
    EXPECT_EQ(Pipeline(seconds_of(walk) + "videoconvert ! videoflip video-direction=" + turn +
                       " ! jpegenc quality=98 ! qtmux ! filesink location=" + film)
                  .play(180 * GST_SECOND),
              "");
    if (turn != "identity") say_turned(film);
    return shots_of(film, "shmmatting output=alpha ! videoflip video-direction=auto", "GRAY8");
  };
  EXPECT_GT(overlap(alphas("identity"), alphas("90l")), 0.98);
}

TEST(Clip, APersonOfOblongPixelsIsFoundAsOfSquareOnes) {
  const auto square = shots(as_rgb + "shmmatting output=alpha", "GRAY8");
  const auto oblong =
      shots(as_rgb +
                "videoscale add-borders=false ! "
                "video/x-raw, width=320, height=480, pixel-aspect-ratio=2/1 ! "
                "shmmatting output=alpha ! videoscale add-borders=false ! "
                "video/x-raw, width=640, height=480, pixel-aspect-ratio=1/1 ! identity",
            "GRAY8");
  EXPECT_GT(overlap(square, oblong), 0.95);
}

TEST(Clip, AReplacedBackgroundHidesTheRoom) {
  for (const Shot& frame : shots("shmmatting background=color background-color=0xff00ff00")) {
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
