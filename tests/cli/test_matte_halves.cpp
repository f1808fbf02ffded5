// SPDX-License-Identifier: MIT
// Videos that end too early, and runs that were stopped: what there is is kept, and what lacks is
// said.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "videos.hpp"

namespace {

/// The file's first part.
void cut(const fs::path& file, double part) {
  fs::resize_file(file, std::uintmax_t(double(fs::file_size(file)) * part));
}

/// Both of "NAME: ended after 0.73 s of 2.00 s".
std::pair<double, double> times_said(const std::string& error, const std::string& name) {
  std::pair<double, double> times;
  const std::size_t place = error.find(name + ": ended after ");
  EXPECT_NE(place, std::string::npos) << error;
  if (place == std::string::npos) return times;
  std::istringstream words(error.substr(error.find("after", place)));
  std::string after, unit, of;
  words >> after >> times.first >> unit >> of >> times.second;
  return times;
}

}  // namespace

TEST_F(Videos, CutVideoIsFinishedAsFarAsItGoesAndReported) {
  const std::string long_picture = "-f lavfi -i testsrc=d=4:s=160x90:r=10 -g 5 -bf 0 ";
  for (const std::string name : {"a.mp4", "b.mkv", "c.mov", "d.avi", "e.flv"}) {
    const std::string codecs = name == "d.avi" ? " -c:v mpeg4 " : std::string(h264);
    const std::string faststart = name == "a.mp4" || name == "c.mov" ? "-movflags +faststart" : "";
    const fs::path video = make(name, long_picture + codecs + faststart);
    cut(video, 0.5);
    const Ran ran = matted(video);
    EXPECT_EQ(ran.exit_code, 1) << name << ": " << ran.error;
    const fs::path part = result(video.stem().string() + ".mov");
    EXPECT_GT(frame_times(part).size(), 5U) << name;
    EXPECT_LT(seconds(part), 3.5) << name;
    const auto [after, of] = times_said(ran.error, name);
    EXPECT_NEAR(after, seconds(part), 0.1) << name << ": a frame lasts 0.1 s";
    EXPECT_NEAR(of, name == "d.avi" ? 0 : 4, 0.1) << name << ": AVI's end is told by its bytes";
  }
}

TEST_F(Videos, StreamCutInTheMidstOfAPacketIsReported) {
  const std::string four_seconds = "-f lavfi -i testsrc=d=4:s=160x90:r=25 -f lavfi -i sine=d=4 ";
  for (const std::string name : {"a.ts", "b.mpg", "c.vob"}) {
    const fs::path video = make(name, four_seconds);
    EXPECT_EQ(matted(video).exit_code, 0) << name;
    fs::resize_file(video, fs::file_size(video) / 2 / 188 * 188 + 100);
    const Ran ran = matted(video);
    EXPECT_EQ(ran.exit_code, 1) << name;
    EXPECT_NE(ran.error.find("bytes of the file are missing"), std::string::npos) << ran.error;
    EXPECT_GT(frame_times(result(video.stem().string() + ".mov")).size(), 30U) << name;
  }
}

TEST_F(Videos, CutGifIsFinishedAsFarAsItGoesAndReported) {
  const fs::path moving = make("moving.gif", "-f lavfi -i testsrc=d=2:s=160x90:r=5");
  cut(moving, 0.7);
  const Ran ran = matted(moving);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("in the midst of a frame"), std::string::npos) << ran.error;
  EXPECT_GT(frame_times(result("moving.mov")).size(), 5U);
}

TEST_F(Videos, RawFrameThatLacksAPartIsLeftOutAndReported) {
  const Ran mistaken = matted(make("a.avi", std::string(picture) + "-c:v qtrle"));
  EXPECT_EQ(mistaken.exit_code, 1);  // ffmpeg calls it raw video
  EXPECT_NE(mistaken.error.find("a.avi: no picture could be decoded"), std::string::npos)
      << mistaken.error;
  const fs::path video = make("b.avi", std::string(picture) + "-c:v rawvideo -pix_fmt bgr24");
  cut(video, 0.55);
  const Ran ran = matted(video);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("what came before is in"), std::string::npos) << ran.error;
  EXPECT_EQ(frame_times(result("b.mov")).size(), 5U);
}

TEST_F(Videos, RawVideoCutWithinAFrameIsReportedFromFilesAndPipes) {
  const fs::path video = make("a.y4m", "-f lavfi -i testsrc=d=1:s=161x91:r=10 -pix_fmt yuv420p");
  EXPECT_EQ(matted(video).exit_code, 0);
  cut(video, 0.55);
  EXPECT_EQ(matted(video).exit_code, 1);
  EXPECT_EQ(frame_times(result("a.mov")).size(), 5U);
  const std::string pipe = "cat " + shell_quoted(video) + " | " + quick_matte +
                           "--input-format y4m - -o " + shell_quoted(folder_ / "out") + " 2>" +
                           shell_quoted(folder_ / "said");
  EXPECT_NE(std::system(pipe.c_str()), 0);
  EXPECT_NE(shm::read_whole_file(folder_ / "said").find("ends in the midst of a frame"),
            std::string::npos);
  EXPECT_EQ(frame_times(result("stdin.mov")).size(), 5U);
}

TEST_F(Videos, ResumeMakesAgainWhatWasCutSince) {
  const fs::path video = make("a.mp4", std::string(picture) + h264);
  for (const std::string container : {"mov", "mkv", "mp4", "webm", "y4m"}) {
    const auto resume = [&] {
      return matte({"-o", folder_ / "out", video, "--container", container, "--output", "composite",
                    "--resume"});
    };
    ASSERT_EQ(resume().exit_code, 0) << container;
    EXPECT_NE(resume().error.find("1 skipped"), std::string::npos) << container;
    const fs::path made = result("a." + container);
    cut(made, 0.7);
    const auto size = fs::file_size(made);
    EXPECT_EQ(resume().exit_code, 0) << container;
    EXPECT_GT(fs::file_size(made), size) << container;
  }
}

TEST_F(Videos, ResumeSkipsWholeResultsAndMakesPartsAgain) {
  const std::string codec = std::string(h264) + "-g 5 -movflags +faststart";
  const fs::path whole = make("whole.mp4", picture + codec);
  const fs::path damaged = make("damaged.mp4", picture + codec);
  cut(damaged, 0.7);
  const std::vector<std::string> again = {"-o", folder_ / "out", whole, damaged, "--resume"};
  EXPECT_EQ(matte(again).exit_code, 1);
  const auto made = fs::last_write_time(result("whole.mov"));
  const Ran resumed = matte(again);
  EXPECT_EQ(resumed.exit_code, 1);
  EXPECT_NE(resumed.error.find("1 skipped"), std::string::npos) << resumed.error;
  EXPECT_NE(resumed.error.find("damaged.mp4: ended after"), std::string::npos) << resumed.error;
  EXPECT_EQ(fs::last_write_time(result("whole.mov")), made);
  fs::copy_file(whole, damaged, fs::copy_options::overwrite_existing);
  EXPECT_EQ(matte(again).exit_code, 0);
  EXPECT_EQ(frame_times(result("damaged.mov")).size(), 10U);
}

TEST_F(Videos, LeftoversOfKilledRunsAreRemoved) {
  fs::create_directories(folder_ / "out");
  const fs::path video = make("a.mp4", std::string(picture) + h264);
  std::ofstream(folder_ / "out/.a.tmp-0123456789abcdef.mov") << "half";
  std::ofstream(folder_ / "out/.b.tmp-0123456789abcdef.mov") << "another run's";
  ASSERT_EQ(matted(video).exit_code, 0);
  EXPECT_EQ(names_in(folder_ / "out"), (Names{".b.tmp-0123456789abcdef.mov", "a.mov"}));
}
