// SPDX-License-Identifier: MIT
// Videos that say how they are to be turned.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "videos.hpp"

namespace {

std::string big_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i)
    text += char(value >> (8 * i));
  return text;
}

/// Where the way to the right and the way down point to, each to the right and down.
using Ways = std::array<int, 4>;

struct Turned {
  Ways ways;
  double yaw, roll;          ///< the same in Matroska's words
  std::vector<int> corners;  ///< top left, top right, bottom left, bottom right
};

const std::vector<Turned> all_turned = {
    {{1, 0, 0, 1}, 0, 0, {0, 80, 160, 240}},     {{0, 1, -1, 0}, 0, -90, {160, 0, 240, 80}},
    {{-1, 0, 0, -1}, 0, 180, {240, 160, 80, 0}}, {{0, -1, 1, 0}, 0, 90, {80, 240, 0, 160}},
    {{-1, 0, 0, 1}, 180, 0, {80, 0, 240, 160}},  {{1, 0, 0, -1}, 180, 180, {160, 240, 0, 80}},
    {{0, 1, 1, 0}, 180, 90, {0, 160, 80, 240}},  {{0, -1, -1, 0}, 180, -90, {240, 80, 160, 0}}};

class TurnedVideos : public Videos {
 protected:
  /// A still of four greys.
  fs::path make_corners(const std::string& name, const std::string& codec) const {
    return make(name,
                "-f lavfi -i color=black:s=96x64:r=10:d=0.3 -vf \"format=gray,"
                "geq=lum='80*gte(X,48)+160*gte(Y,32)',scale=out_color_matrix=bt709:out_range=tv,"
                "format=yuv420p\" -color_primaries bt709 -color_trc bt709 -colorspace bt709 "
                "-color_range tv -c:v " +
                    codec);
  }

  static void replace(const fs::path& file, std::size_t place, const std::string& bytes) {
    std::string content = shm::read_whole_file(file);
    ASSERT_LE(place + bytes.size(), content.size());
    shm::write_whole_file(file, content.replace(place, bytes.size(), bytes));
  }

  static void set_matrix(const fs::path& file, const Ways& ways) {
    std::string matrix;
    for (const int entry : {ways[0], ways[1], 0, ways[2], ways[3], 0})
      matrix += big_endian(std::uint32_t(entry * (1 << 16)), 4);
    replace(file, shm::read_whole_file(file).find("tkhd") + 44, matrix);
  }

  /// In place of what the file says of its colours.
  static void set_pose(const fs::path& file, double yaw, double roll) {
    const std::string content = shm::read_whole_file(file);
    const std::size_t colors = content.find("\x55\xB0");
    ASSERT_NE(colors, std::string::npos);
    const auto size = std::size_t(std::uint8_t(content[colors + 2])) - 0x80;
    const auto angle = [](std::uint64_t id, double degrees) {
      return big_endian(id, 2) + "\x84" +
             big_endian(std::bit_cast<std::uint32_t>(float(degrees)), 4);
    };
    const std::string poses = angle(0x7673, yaw) + angle(0x7675, roll);
    ASSERT_GE(size, poses.size() + 2);
    const std::string filler = big_endian(0xEC, 1) + big_endian(0x80 + size - poses.size() - 2, 1);
    replace(file, colors, big_endian(0x7670, 2) + big_endian(0x80 + size, 1) + poses + filler);
  }

  std::vector<int> corners_of(const fs::path& input) const {
    EXPECT_EQ(matted(input, "mkv").exit_code, 0);
    const fs::path video = result(input.stem().string() + ".mkv");
    ffmpeg("-i " + shell_quoted(video) +
               " -frames:v 1 -vf scale=2:2:flags=neighbor,format=gray "
               "-f rawvideo",
           folder_ / "raw");
    std::vector<int> corners;
    for (const char sample : shm::read_whole_file(folder_ / "raw"))
      corners.push_back((int(std::uint8_t(sample)) + 40) / 80 * 80);
    return corners;
  }
};

}  // namespace

TEST_F(TurnedVideos, StandUprightInMoviesMirroredOnesToo) {
  for (const Turned& turned : all_turned)
    for (const char* name : {"a.mp4", "a.mov"}) {
      const fs::path video = make_corners(name, "libx264");
      set_matrix(video, turned.ways);
      EXPECT_EQ(corners_of(video), turned.corners)
          << name << ": " << testing::PrintToString(turned.ways);
    }
}

TEST_F(TurnedVideos, StandUprightInMatroska) {
  for (const Turned& turned : all_turned)
    for (const char* name : {"a.mkv", "a.webm"}) {
      const fs::path video = make_corners(name, "libvpx");
      set_pose(video, turned.yaw, turned.roll);
      EXPECT_EQ(corners_of(video), turned.corners)
          << name << ": yaw " << turned.yaw << ", roll " << turned.roll;
    }
}
