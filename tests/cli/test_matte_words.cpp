// SPDX-License-Identifier: MIT
// What shm-matte says where something is wrong: one sentence, and what to do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <tuple>

#include "matte.hpp"
#include "shm/picture.hpp"
#include "tagged_pictures.hpp"

namespace {

namespace fs = std::filesystem;
using shm::Image;
using shm::PixelFormat;
using shm::ReadAs;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class MatteWords : public testing::Test {
 protected:
  void SetUp() override {
    Image image(40, 30, PixelFormat::rgb);
    shm::write_picture(folder_ / "a.png", image);
    for (const char* part : {"sound", "bad"})
      fs::create_directories(folder_ / part);
    shm::write_whole_file(folder_ / "empty.png", "");
    shm::write_whole_file(folder_ / "empty.mp4", "");
    std::ofstream(folder_ / "text.mp4") << "hello\n";
  }

  std::string said(std::vector<std::string> arguments, int exit_code) const {
    arguments.insert(arguments.end(), {"-o", folder_ / "out"});
    const Ran ran = matte(arguments);
    EXPECT_EQ(ran.exit_code, exit_code) << ran.error;
    return ran.error;
  }

  /// For what a shell command prints, as raw video.
  std::string said_of_pipe(const std::string& command) const {
    const std::string line = command + " | " + quick_matte + "--input-format y4m - -o " +
                             shell_quoted(folder_ / "out") + " 2>" + shell_quoted(folder_ / "said");
    EXPECT_EQ(WEXITSTATUS(std::system(line.c_str())), 1) << line;
    return shm::read_whole_file(folder_ / "said");
  }

  TemporaryFolder folder_;
};

TEST_F(MatteWords, PicturesThatFailedAreNotCountedAsDone) {
  const std::string error = said({folder_ / "a.png", folder_ / "empty.png"}, 1);
  EXPECT_THAT(error, AllOf(HasSubstr("1/2 pictures, 1 failed"), Not(HasSubstr("2/2"))));
}

TEST_F(MatteWords, EmptyFilesAreCalledEmpty) {
  for (const char* name : {"empty.png", "empty.mp4"})
    EXPECT_THAT(said({folder_ / name}, 1),
                AllOf(HasSubstr(name), HasSubstr("it is empty"), HasSubstr("get it again")));
}

TEST_F(MatteWords, WhatIsNeitherPictureNorVideoIsCalledSo) {
  EXPECT_THAT(said({folder_ / "text.mp4"}, 1),
              HasSubstr("text.mp4: neither a picture nor a video that can be read"));
}

/// Libraries have words of their own for what they meet, in sound pictures, too.
TEST_F(MatteWords, NobodyElseSpeaksOfPictures) {
  cv::Mat noise(48, 64, CV_8UC3);
  cv::setRNGSeed(5);
  cv::randu(noise, 0, 256);
  const std::string png = encoded(".png", noise), jpeg = encoded(".jpg", noise);
  const std::string odd = png_chunk("iCCP", "a name and no profile");
  const auto write = [&](const char* name, const std::string& content) {
    shm::write_whole_file(folder_ / name, content);
  };
  write("sound/odd.png", png.substr(0, 33) + odd + png.substr(33));
  write("sound/padded.jpg", jpeg.substr(0, jpeg.size() - 2) + std::string(9, 'x') + "\xFF\xD9");
  std::string wrong = png;
  wrong[wrong.size() / 2] ^= 1;
  write("bad/wrong.png", wrong);
  write("bad/half.png", png.substr(0, png.size() / 2));
  write("bad/apple.png", png.substr(0, 8) + png_chunk("CgBI", "abcd") + png.substr(8));
  for (const char* extension : {".jpg", ".bmp", ".ppm", ".tif", ".webp"}) {
    const std::string whole = encoded(extension, noise);
    write((std::string("bad/half") + extension).c_str(), whole.substr(0, whole.size() / 2));
  }
  write("bad/header.ppm", "P6\n64 4x\n255\n" + std::string(9216, 'x'));
  for (const auto& [folder, count, exit_code] :
       {std::tuple("sound", std::string("2"), 0), std::tuple("bad", std::string("9"), 1)}) {
    std::istringstream lines(said({folder_ / folder, "--overwrite"}, exit_code));
    for (std::string line; std::getline(lines, line);)
      EXPECT_THAT(
          line, AnyOf(StartsWith("shm-matte: warning: size"), HasSubstr("/" + count + " pictures"),
                      AllOf(StartsWith("shm-matte: error: "),
                            AnyOf(HasSubstr("it is cut short or damaged; get it again"),
                                  HasSubstr("a PNG of Apple's own kind (CgBI)")))));
  }
}

TEST_F(MatteWords, APipeWithoutRawVideoSaysWhoIsToWriteIt) {
  const std::string picture = "cat " + shell_quoted(folder_ / "a.png");
  for (const std::string& command :
       {std::string("true"), std::string("echo hello"), picture, picture + " | head -c 100",
        std::string("printf 'YUV4MPEG2 W64 H64 F25:1\\nFRAME\\n'")})
    EXPECT_THAT(said_of_pipe(command),
                AllOf(HasSubstr("/dev/stdin: no raw video came that is read"),
                      HasSubstr("have the program before write some, as ffmpeg -pix_fmt yuv420p -f "
                                "yuv4mpegpipe")));
}

TEST_F(MatteWords, APictureInPlaceOfRawVideoIsToldWhichFlagIsTooMany) {
  const std::string line = quick_matte + "--input-format y4m - -o " +
                           shell_quoted(folder_ / "out") + " <" + shell_quoted(folder_ / "a.png") +
                           " 2>" + shell_quoted(folder_ / "said");
  EXPECT_EQ(WEXITSTATUS(std::system(line.c_str())), 1);
  EXPECT_THAT(shm::read_whole_file(folder_ / "said"), HasSubstr("leave --input-format out"));
}

TEST_F(MatteWords, ANumberThatCannotBeIsToldFromOneOutOfRange) {
  const std::string picture = folder_ / "a.png";
  EXPECT_THAT(said({picture, "--feather", "1.5"}, 2),
              HasSubstr("--feather: 1.5 is not a whole number in 0..64"));
  EXPECT_THAT(said({picture, "--patience", "x"}, 2),
              HasSubstr("--patience: x is not a whole number in 1..3600"));
  EXPECT_THAT(said({picture, "--temporal", "2"}, 2), HasSubstr("--temporal: 2 is not in 0..1"));
  const Ran ran = run("shm-matte", {picture, "-o", folder_ / "out", "--size", "x"});
  EXPECT_THAT(ran.error, HasSubstr("--size: x is not a whole number in 0, 64..4096"));
}

TEST_F(MatteWords, ASizeBelowTheSmallestIsTheSmallestAsInTheElement) {
  const auto alpha_at = [&](const char* size) {
    const Ran ran = run("shm-matte", {folder_ / "a.png", "-o", folder_ / size, "--size", size,
                                      "--device", "cpu", "--output", "alpha"});
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_THAT(ran.error, HasSubstr("not at 64"));
    return shm::read_whole_file(folder_ / size / "a.png");
  };
  EXPECT_EQ(alpha_at("10"), alpha_at("64"));
}

TEST_F(MatteWords, ARegionWithoutInsideIsWarnedOf) {
  const std::string error =
      said({folder_ / "a.png", "--region-left", "0.6", "--region-right", "0.4"}, 0);
  EXPECT_THAT(error, HasSubstr("region-left is not less than region-right; nobody is shown"));
}

}  // namespace
