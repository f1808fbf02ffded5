// SPDX-License-Identifier: MIT
// shm-matte on the pictures that people have.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>
#include <vector>

#include "matte.hpp"
#include "process.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"
#include "tagged_pictures.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using shm::Image;
using shm::PixelFormat;
using shm::ReadAs;
using testing::HasSubstr;
using testing::Not;

namespace {

cv::Mat photo(int width = 40, int height = 30, int type = CV_8UC3) {
  cv::Mat picture(height, width, type);
  cv::setRNGSeed(5);
  cv::randu(picture, 0, 256);
  return picture;
}

void write(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  shm::write_whole_file(file, content);
}

void write_jpeg(const fs::path& file) {
  write(file, encoded(".jpg", photo()));
}

int shell(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST(MattePictures, ContentTellsWhatAPictureIs) {
  const TemporaryFolder folder;
  for (const char* name : {"p.jfif", "noext", "wrong.mp4"})
    write_jpeg(folder / name);
  const Ran ran =
      matte({"-o", folder / "out", folder / "p.jfif", folder / "noext", folder / "wrong.mp4"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(names_in(folder / "out"), (Names{"noext.png", "p.png", "wrong.png"}));
}

TEST(MattePictures, WhatIsLeftOutOfAFolderIsCountedAndNamedWhenAsked) {
  const TemporaryFolder folder;
  write_jpeg(folder / "in/a.jfif");
  write(folder / "in/notes.txt", "notes");
  write(folder / "in/clip.mp4", std::string("\0\0\0\x18"
                                            "ftypmp42",
                                            12));
  write(folder / "in/._a.jpg", "what a Mac writes beside a file");
  fs::create_symlink("loop.jpg", folder / "in/loop.jpg");
  ASSERT_EQ(::mkfifo((folder / "in/pipe.jpg").c_str(), 0600), 0);
  const Ran ran = matte({"-o", folder / "out", folder / "in"});
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_THAT(ran.error, HasSubstr("4 left out"));
  EXPECT_THAT(ran.error, Not(HasSubstr("notes.txt")));
  EXPECT_EQ(names_in(folder / "out"), Names{"a.png"});
  const Ran told = matte({"-o", folder / "told", folder / "in", "-v"});
  EXPECT_THAT(told.error, HasSubstr("in/notes.txt"));
  EXPECT_THAT(told.error, HasSubstr("in/clip.mp4"));
}

TEST(MattePictures, FolderWithoutPicturesIsReportedAndTheOthersGoOn) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "empty");
  write_jpeg(folder / "in/a.jpg");
  const Ran ran = matte({"-o", folder / "out", folder / "empty", folder / "in"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("no pictures in"));
  EXPECT_EQ(names_in(folder / "out"), Names{"a.png"});
}

TEST(MattePictures, InputThatIsNotThereIsNamedAndNothingElseSaid) {
  const TemporaryFolder folder;
  const std::string gone = folder / "gone.png";
  const Ran ran = matte({"-o", folder / "out", gone});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.error, HasSubstr("INPUT: " + gone + " is not there\n"));
}

TEST(MattePictures, DashReadsAPictureAndWritesOne) {
  const TemporaryFolder folder;
  write_jpeg(folder / "a.jpg");
  const std::string cat = "cat " + shell_quoted(folder / "a.jpg") + " | " + quick_matte;
  ASSERT_EQ(shell(cat + "- -o " + shell_quoted(folder / "out") + " 2>/dev/null"), 0);
  ASSERT_EQ(names_in(folder / "out"), Names{"stdin.png"});
  ASSERT_EQ(shell(cat + "- -o - >" + shell_quoted(folder / "b.png") + " 2>/dev/null"), 0);
  EXPECT_EQ(shm::read_whole_file(folder / "b.png"), shm::read_whole_file(folder / "out/stdin.png"));
  ASSERT_EQ(shell(quick_matte + "/dev/stdin -o " + shell_quoted(folder / "third") + " <" +
                  shell_quoted(folder / "a.jpg") + " 2>/dev/null"),
            0);
  EXPECT_EQ(names_in(folder / "third"), Names{"stdin.png"});
}

TEST(MattePictures, StandardInputMayBeASocket) {
  const TemporaryFolder folder;
  write_jpeg(folder / "a.jpg");
  const std::string jpeg = shm::read_whole_file(folder / "a.jpg");
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  ASSERT_EQ(::write(ends[0], jpeg.data(), jpeg.size()), ssize_t(jpeg.size()));
  ::close(ends[0]);
  EXPECT_EQ(shell(quick_matte + "- -o " + shell_quoted(folder / "out") + " 2>/dev/null <&" +
                  std::to_string(ends[1])),
            0);
  ::close(ends[1]);
}

TEST(MattePictures, ClosedStandardStreamsAreErrorsAtOnce) {
  const TemporaryFolder folder;
  write_jpeg(folder / "a.jpg");
  const std::string said = " 2>" + shell_quoted(folder / "said");
  EXPECT_EQ(
      shell("timeout 20 " + quick_matte + "- -o " + shell_quoted(folder / "out") + said + " <&-"),
      1);
  EXPECT_THAT(shm::read_whole_file(folder / "said"), HasSubstr("/dev/stdin: cannot be read"));
  EXPECT_EQ(
      shell("timeout 20 " + quick_matte + shell_quoted(folder / "a.jpg") + " -o -" + said + " >&-"),
      1);
}

TEST(MattePictures, OneSignalEndsTheWaitForAPicture) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  Process process(
      {tool("shm-matte"), "--device", "cpu", "--size", "64", folder / "fifo", "-o", folder / "out"},
      folder / "said");
  while (!fs::exists(folder / "said") || process.output().empty())  // it warns of the size
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait_for(std::chrono::seconds(20)), 1);
  EXPECT_THAT(process.output(), HasSubstr("interrupted"));
}

TEST(MattePictures, PipeWithoutAPictureIsNotReadToItsEnd) {
  const TemporaryFolder folder;
  const Ran ran = matte({"-o", folder / "out", "/dev/zero"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("/dev/zero: no picture that is read: for raw video give "
                                   "--input-format y4m"));
}

TEST(MattePictures, KindsThatAreNotReadAreRefusedByName) {
  const TemporaryFolder folder;
  write(folder / "a.jxl", "\xFF\x0A" + std::string(40, '\0'));
  write(folder / "b.psd", "8BPS" + std::string(40, '\0'));
  const Ran ran = matte({"-o", folder / "out", folder / "a.jxl", folder / "b.psd"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("a.jxl: JPEG XL is not read"));
  EXPECT_THAT(ran.error, HasSubstr("b.psd: Photoshop file is not read"));
}

TEST(MattePictures, StandardOutputTakesASinglePicture) {
  const TemporaryFolder folder;
  write_jpeg(folder / "a.jpg");
  write_jpeg(folder / "b.jpg");
  EXPECT_EQ(matte({"-o", "-", folder / "a.jpg", folder / "b.jpg"}).exit_code, 2);
}

TEST(MattePictures, NothingOnStandardInputIsAnErrorInWords) {
  const TemporaryFolder folder;
  const Ran ran = matte({"-o", folder / "out", "-"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("/dev/stdin: not a whole picture"));
}

TEST(MattePictures, LongNamesAreWrittenAndATooLongOneFailsAlone) {
  const TemporaryFolder folder;
  std::string cjk;
  for (int i = 0; i < 77; ++i)
    cjk += "\u4eba";
  const std::string too_long(255, 'n');
  write_jpeg(folder / "in" / (cjk + ".jpg"));
  write_jpeg(folder / "in" / (std::string(247, 'm') + ".jpg"));
  write_jpeg(folder / "in/z.jpg");
  fs::copy(folder / "in/z.jpg", folder / "in" / (too_long));
  const Ran ran = matte({"-o", folder / "out", folder / "in"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr(too_long));
  EXPECT_EQ(names_in(folder / "out"),
            (Names{std::string(247, 'm') + ".png", "z.png", cjk + ".png"}));
}

TEST(MattePictures, ResultsThatAreThereAreReplacedOnlyWhenAsked) {
  const TemporaryFolder folder;
  write_jpeg(folder / "a.jpg");
  write_jpeg(folder / "b.jpg");
  write(folder / "out/a.png", "work of hours");
  const Ran ran = matte({"-o", folder / "out", folder / "a.jpg", folder / "b.jpg"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("--overwrite"));
  EXPECT_EQ(shm::read_whole_file(folder / "out/a.png"), "work of hours");
  EXPECT_TRUE(fs::exists(folder / "out/b.png"));
  ASSERT_EQ(matte({"-o", folder / "out", folder / "a.jpg", "--overwrite"}).exit_code, 0);
  EXPECT_TRUE(shm::is_whole_png(folder / "out/a.png"));
}

TEST(MattePictures, SheetThatIsThereIsReplacedOnlyWhenAsked) {
  const TemporaryFolder folder;
  write_jpeg(folder / "a.jpg");
  write(folder / "sheet.png", "a holiday");
  const Ran ran = matte({"-o", folder / "out", folder / "a.jpg", "--sheet", folder / "sheet.png"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(shm::read_whole_file(folder / "sheet.png"), "a holiday");
}

TEST(MattePictures, ResumeMakesWhatIsMissingHalfOrOlderThanItsInput) {
  const TemporaryFolder folder;
  for (const char* name : {"in/1.jpg", "in/2.jpg", "in/3.jpg", "in/4.jpg"})
    write_jpeg(folder / name);
  ASSERT_EQ(matte({"-o", folder / "out", folder / "in"}).exit_code, 0);
  const auto time_of = [&](const char* name) { return fs::last_write_time(folder / "out" / name); };
  const auto long_ago = time_of("1.png") - std::chrono::hours(1);
  for (const char* name : {"in/1.jpg", "in/3.jpg", "in/4.jpg"})
    fs::last_write_time(folder / name, long_ago - std::chrono::hours(1));
  for (const char* name : {"out/1.png", "out/2.png", "out/3.png"})
    fs::last_write_time(folder / name, long_ago);
  fs::resize_file(folder / "out/3.png", 50);
  fs::remove(folder / "out/4.png");
  const Ran ran = matte({"-o", folder / "out", folder / "in", "--resume"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_THAT(ran.error, HasSubstr("1 skipped: they were done before, whatever the options were"));
  EXPECT_EQ(time_of("1.png"), long_ago);
  EXPECT_GT(time_of("2.png"), long_ago);
  for (const char* name : {"out/3.png", "out/4.png"})
    EXPECT_TRUE(shm::is_whole_png(folder / name)) << name;
}

TEST(MattePictures, LeftoversOfKilledRunsAreRemoved) {
  const TemporaryFolder folder;
  write_jpeg(folder / "a.jpg");
  write(folder / "out/.a.tmp-0123456789abcdef.png", "half");
  write(folder / "out/.other.tmp-0123456789abcdef.png", "somebody else's");
  ASSERT_EQ(matte({"-o", folder / "out", folder / "a.jpg"}).exit_code, 0);
  EXPECT_EQ(names_in(folder / "out"), (Names{".other.tmp-0123456789abcdef.png", "a.png"}));
}

TEST(MattePictures, WhatIsClearStaysClearWhateverColorLiesUnderIt) {
  const TemporaryFolder folder;
  for (const char* name : {"magenta", "green"}) {
    cv::Mat picture(photo(80, 60, CV_8UC4));
    cv::Mat alpha(60, 80, CV_8UC1, cv::Scalar(255));
    alpha(cv::Rect(0, 0, 40, 60)) = 0;
    alpha(cv::Rect(40, 0, 20, 60)) = 100;
    cv::insertChannel(alpha, picture, 3);
    picture(cv::Rect(0, 0, 40, 60)) =
        name[0] == 'm' ? cv::Scalar(255, 0, 255, 0) : cv::Scalar(0, 255, 0, 0);
    write(folder / (std::string(name) + ".png"), encoded(".png", picture));
  }
  const std::string out = folder / "out";
  ASSERT_EQ(matte({"-o", out, folder / "magenta.png", folder / "green.png", "--output", "alpha",
                   "--black-point", "0", "--white-point", "0.55"})
                .exit_code,
            0);
  EXPECT_EQ(shm::read_whole_file(out + "/magenta.png"), shm::read_whole_file(out + "/green.png"));
  const Image alpha = shm::read_picture(out + "/green.png", ReadAs::gray);
  for (int y = 0; y < 60; ++y)
    for (int x = 0; x < 60; ++x)
      ASSERT_LE(alpha.view().row(y)[x], x < 40 ? 0 : 100);
}

TEST(MattePictures, BackgroundsWithAlphaStandBeforeTheColor) {
  const TemporaryFolder folder;
  write(folder / "wall.png", encoded(".png", cv::Mat(30, 40, CV_8UC3, cv::Scalar::all(128))));
  cv::Mat clear(30, 40, CV_8UC4, cv::Scalar(255, 0, 255, 0));
  write(folder / "clear.png", encoded(".png", clear));
  const std::string out = folder / "out";
  ASSERT_EQ(matte({"-o", out, folder / "wall.png", "--output", "composite", "--background", "image",
                   "--background-image", folder / "clear.png", "--background-color", "#0000ff",
                   "--black-point", "0.45"})
                .exit_code,
            0);
  const Image result = shm::read_picture(out + "/wall.png", ReadAs::rgb);
  EXPECT_EQ(result.view().row(0)[0], 0);
  EXPECT_EQ(result.view().row(0)[2], 255);
}

TEST(MattePictures, BackgroundsStandUprightInEveryFormat) {
  const TemporaryFolder folder;
  write(folder / "wall.png", encoded(".png", cv::Mat(32, 32, CV_8UC3, cv::Scalar::all(128))));
  cv::Mat upright(32, 32, CV_8UC3, cv::Scalar(250, 0, 0));
  upright.rowRange(0, 16) = cv::Scalar(0, 0, 250);
  cv::Mat stored;
  cv::rotate(upright, stored, cv::ROTATE_90_COUNTERCLOCKWISE);
  const Tags tags{6, {}};
  write(folder / "a.jpg", tagged_jpeg(stored, tags));
  write(folder / "b.png", tagged_png(stored, tags));
  write(folder / "c.webp", tagged_webp(stored, tags));
  write(folder / "d.tif", tagged_tiff(stored, tags));
  for (const char* name : {"a.jpg", "b.png", "c.webp", "d.tif"}) {
    ASSERT_EQ(matte({"-o", folder / "out", folder / "wall.png", "--output", "composite",
                     "--background-image", folder / name, "--black-point", "0.45", "--overwrite"})
                  .exit_code,
              0);
    const Image result = shm::read_picture(folder / "out/wall.png", ReadAs::rgb);
    for (const int x : {0, 31}) {
      EXPECT_GT(result.view().row(0)[3 * x], 200) << name << ": red above";
      EXPECT_GT(result.view().row(31)[3 * x + 2], 200) << name << ": blue below";
    }
  }
}

TEST(MattePictures, TwoPicturesOfOneStemBothGetResults) {
  const TemporaryFolder folder;
  write_jpeg(folder / "in/a.jpg");
  write(folder / "in/a.png", encoded(".png", photo()));
  write_jpeg(folder / "in/b.jpg");
  ASSERT_EQ(matte({"-o", folder / "out", folder / "in"}).exit_code, 0);
  EXPECT_EQ(names_in(folder / "out"), (Names{"a.jpg.png", "a.png.png", "b.png"}));
}

TEST(MattePictures, PictureCalledAsAnothersResultKeepsItsOwn) {
  const TemporaryFolder folder;
  for (const char* name : {"a.jpg", "a.png", "a.jpg.jpg", "a.jpg.jpg.jpg"})
    write_jpeg(folder / "in" / name);
  const Ran ran = matte({"-o", folder / "out", folder / "in"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(names_in(folder / "out"),
            (Names{"a.jpg.jpg.jpg.png", "a.jpg.jpg.png", "a.jpg.png", "a.png.png"}));
}

TEST(MattePictures, FramesOfASequenceComeInNaturalOrder) {
  const TemporaryFolder folder;
  for (const char* name : {"f1.jpg", "f2.jpg", "f10.jpg"})
    write(folder / "in" / name, "no picture");
  const Ran ran = matte({"-o", folder / "out", folder / "in", "--sequence"});
  const std::size_t second = ran.error.find("f2.jpg");
  EXPECT_LT(ran.error.find("f1.jpg"), second) << ran.error;
  EXPECT_LT(second, ran.error.find("f10.jpg")) << ran.error;
}

TEST(MattePictures, FirstOfSeveralPagesIsSaidToBeTaken) {
  const TemporaryFolder folder;
  cv::imwritemulti((folder / "pages.tif").string(), std::vector<cv::Mat>{photo(), photo(20, 10)});
  const Ran ran = matte({"-o", folder / "out", folder / "pages.tif"});
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_THAT(ran.error, HasSubstr("pages.tif: it holds several pictures, the first was taken"));
  EXPECT_EQ(shm::read_picture(folder / "out/pages.png", ReadAs::rgb).width(), 40);
}

TEST(MattePictures, TooLargePictureIsNamed) {
  const TemporaryFolder folder;
  write(folder / "wide.png", encoded(".png", cv::Mat(1, 16385, CV_8UC3)));
  const Ran ran = matte({"-o", folder / "out", folder / "wide.png"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("wide.png"));
  EXPECT_THAT(ran.error, HasSubstr("16384"));
}

TEST(MattePictures, ResultsCarryNoPlace) {
  const TemporaryFolder folder;
  write(folder / "a.jpg", tagged_jpeg(photo(), {6, {}}));
  ASSERT_EQ(matte({"-o", folder / "out", folder / "a.jpg"}).exit_code, 0);
  const std::string png = shm::read_whole_file(folder / "out/a.png");
  EXPECT_EQ(png.find("Exif"), std::string::npos);
  EXPECT_EQ(png.find("eXIf"), std::string::npos);
}
