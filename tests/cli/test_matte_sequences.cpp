// SPDX-License-Identifier: MIT
// Pictures of a folder as frames of one video.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "clip.hpp"
#include "matte.hpp"
#include "shm/picture.hpp"

namespace fs = std::filesystem;
using shm::Image;
using shm::ReadAs;

namespace {

void write_person(const fs::path& file) {
  gst(clip, "pngenc snapshot=true", file);
}

/// As PNGs, the clip's first dozen frames or so.
void write_frames(const fs::path& pattern) {
  const std::string command = "gst-launch-1.0 -q filesrc location=" + shell_quoted(clip) +
                              " ! decodebin ! videoconvert ! identity eos-after=13 ! pngenc ! "
                              "multifilesink location=" +
                              shell_quoted(pattern);
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

}  // namespace

TEST(ShmMatte, SequenceSmoothsOverTimeAndPicturesDoNot) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "in");
  write_person(folder / "in/1.png");
  Image second = shm::read_picture(folder / "in/1.png", ReadAs::rgb);
  for (int i = 0; i < second.height() * second.stride(); i += 2)
    second.view().data[i] ^= 1;
  shm::write_picture(folder / "in/2.png", second);
  const auto second_alpha = [&](const std::string& out, std::vector<std::string> more) {
    const auto show_all = {"--output", "alpha", "--temporal", "1", "--black-point", "0"};
    more.insert(more.begin(), {"-o", folder / out});
    more.insert(more.end(), show_all.begin(), show_all.end());
    EXPECT_EQ(matte(more).exit_code, 0);
    return shm::read_picture(folder / out / "2.png", ReadAs::gray);
  };
  const Image sequence = second_alpha("sequence", {folder / "in", "--sequence"});
  const Image pictures = second_alpha("pictures", {folder / "in"});
  const Image alone = second_alpha("alone", {folder / "in/2.png"});
  const auto same = [](const Image& a, const Image& b) {
    return std::equal(a.view().data, a.view().data + a.stride() * a.height(), b.view().data);
  };
  EXPECT_TRUE(same(pictures, alone));
  EXPECT_FALSE(same(sequence, alone));
}

TEST(ShmMatte, SequenceGoesOnWhereItWasStopped) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "in");
  write_frames(folder / "in/%02d.png");
  const auto names = names_in(folder / "in");
  ASSERT_GT(names.size(), 8U);
  const std::vector<std::string> job = {"-o", folder / "out", folder / "in", "--sequence"};
  ASSERT_EQ(matte(job).exit_code, 0);
  std::vector<std::string> whole;
  for (const std::string& name : names)
    whole.push_back(shm::read_whole_file(folder / "out" / name));
  fs::remove(folder / "out" / names[5]);  // and what follows depends on it
  std::vector<std::string> again = job;
  again.emplace_back("--resume");
  const Ran ran = matte(again);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_NE(ran.error.find("5 skipped"), std::string::npos) << ran.error;
  const std::string rest = std::to_string(names.size() - 5);
  EXPECT_NE(ran.error.find(rest + "/" + rest + " pictures"), std::string::npos) << ran.error;
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(shm::read_whole_file(folder / "out" / names[i]), whole[i]) << names[i];
}
