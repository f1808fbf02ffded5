// SPDX-License-Identifier: MIT
// What shm-matte makes of a picture.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "matte.hpp"
#include "shm/picture.hpp"

namespace fs = std::filesystem;
using shm::Image;
using shm::ReadAs;

TEST(ShmMatte, PictureBecomesRgbaOfItsSize) {
  const TemporaryFolder folder;
  write_photo(folder / "a.jpg", 101, 67);
  const Ran ran = matte({"-o", folder / "out", folder / "a.jpg"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(names_in(folder / "out"), Names{"a.png"});
  const Image cutout = shm::read_picture(folder / "out/a.png", ReadAs::rgba);
  const Image input = shm::read_picture(folder / "a.jpg", ReadAs::rgb);
  ASSERT_EQ(cutout.width(), 101);
  ASSERT_EQ(cutout.height(), 67);
  for (int i = 0; i < 101 * 67; ++i)
    ASSERT_TRUE(std::equal(input.view().data + 3 * i, input.view().data + 3 * i + 3,
                           cutout.view().data + 4 * i));
  EXPECT_NE(ran.error.find("1/1 pictures"), std::string::npos) << ran.error;
  EXPECT_EQ(ran.error.find('\r'), std::string::npos);
}

TEST(ShmMatte, AlphaAndTrimapAreGrey) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 80, 60);
  for (const std::string output : {"alpha", "trimap"}) {
    ASSERT_EQ(matte({"-o", folder / output, folder / "a.png", "--output", output}).exit_code, 0);
    std::ifstream png(folder / output / "a.png", std::ios::binary);
    png.seekg(24);  // IHDR: width, height, then bit depth and colour type
    EXPECT_EQ(png.get(), 8);
    EXPECT_EQ(png.get(), 0);
  }
}

TEST(ShmMatte, CompositeStandsBeforeTheColor) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 80, 60);
  const std::vector<std::string> common = {"-o", folder / "out", folder / "a.png", "--overwrite"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), common.begin(), common.end());
    EXPECT_EQ(matte(more).exit_code, 0);
    return shm::read_picture(folder / "out/a.png", ReadAs::rgba);
  };
  const Image cutout = with({});
  const Image composite = with({"--output", "composite", "--background-color", "#ff0000"});
  for (int i = 0; i < 80 * 60; ++i) {
    ASSERT_EQ(composite.view().data[4 * i + 3], 255);
    if (cutout.view().data[4 * i + 3] == 0) {
      ASSERT_EQ(composite.view().data[4 * i], 255);
      ASSERT_EQ(composite.view().data[4 * i + 1], 0);
    }
  }
}

TEST(ShmMatte, TakesTheOldSpellingOfColor) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 80, 60);
  const Ran ran = matte({"-o", folder / "out", folder / "a.png", "--background", "colour"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(shm::read_picture(folder / "out/a.png", ReadAs::rgba).view().data[3], 255);
}

TEST(ShmMatte, BadPictureIsReportedAndTheOthersGoOn) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "in");
  write_photo(folder / "in/a.jpg", 40, 30);
  std::ofstream(folder / "in/b.jpg") << "no picture";
  write_photo(folder / "in/c.png", 40, 30);
  std::ofstream(folder / "in/notes.txt") << "no picture, and not said to be one";
  const Ran ran = matte({"-o", folder / "out", folder / "in"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("in/b.jpg"), std::string::npos) << ran.error;
  EXPECT_EQ(ran.error.find("notes.txt"), std::string::npos) << ran.error;
  EXPECT_EQ(names_in(folder / "out"), (Names{"a.png", "c.png"}));
}

TEST(ShmMatte, SheetShowsPictures) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  ASSERT_EQ(
      matte({"-o", folder / "out", folder / "a.png", "--sheet", folder / "sheet.png"}).exit_code,
      0);
  const Image sheet = shm::read_picture(folder / "sheet.png", ReadAs::rgb);
  EXPECT_GT(sheet.width(), 5 * 256);
}
