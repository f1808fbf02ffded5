// SPDX-License-Identifier: MIT
// shm-matte on the videos that people have: damaged, odd, of many streams.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "matte.hpp"
#include "media.hpp"
#include "process.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

constexpr const char* picture = "-f lavfi -i testsrc=d=1:s=160x90:r=10 ";
constexpr const char* h264 = " -pix_fmt yuv420p -c:v libx264 ";

class Videos : public testing::Test {
 protected:
  void SetUp() override {
    if (!have_ffmpeg()) GTEST_SKIP() << no_ffmpeg;
  }

  fs::path make(const std::string& name, const std::string& words) const {
    ffmpeg(words, folder_ / name);
    return folder_ / name;
  }

  /// The video in a container; what holds no alpha is a composite.
  Ran matted(const fs::path& video, const std::string& container = "mov") const {
    std::vector<std::string> arguments = {"-o",          folder_ / "out", video,
                                          "--container", container,       "--overwrite"};
    if (container == "mp4" || container == "webm")
      arguments.insert(arguments.end(), {"--output", "composite"});
    return matte(arguments);
  }

  fs::path result(const std::string& name) const { return folder_ / ("out/" + name); }

  TemporaryFolder folder_;
};

double seconds(const fs::path& file) {
  return std::stod(probed(file, "", "duration").at(0));
}

/// Seconds from the first picture to the first sound.
double sound_behind_picture(const fs::path& file) {
  return std::stod(probed(file, "a", "start_time").at(0)) -
         std::stod(probed(file, "v", "start_time").at(0));
}

/// The file's first part.
void cut(const fs::path& file, double part) {
  fs::resize_file(file, std::uintmax_t(double(fs::file_size(file)) * part));
}

/// The first frame's grey of a video of one colour, of 0 to 255.
int gray_of(const fs::path& video) {
  const TemporaryFolder folder;
  ffmpeg("-i " + shell_quoted(video) + " -frames:v 1 -vf format=gray16le -f rawvideo",
         folder / "gray");
  const std::string pixels = shm::read_whole_file(folder / "gray");
  return static_cast<unsigned char>(pixels.at(pixels.size() / 4 * 2 + 1));
}

}  // namespace

TEST_F(Videos, SoundLongerThanThePictureIsKept) {
  const std::string sound = std::string(picture) + "-f lavfi -i sine=d=12 ";
  for (const std::string name : {"a.mp4", "b.mkv", "c.mov", "d.ts", "e.avi"}) {
    const std::string codecs =
        name == "e.avi" ? " -c:v mpeg4 -c:a mp3" : std::string(h264) + "-c:a aac";
    const fs::path video = make(name, sound + codecs);
    const Ran ran = matted(video);
    EXPECT_EQ(ran.exit_code, 0) << name << ": " << ran.error;
    const fs::path matted = result(video.stem().string() + ".mov");
    EXPECT_EQ(frame_times(matted).size(), 10U) << name;
    EXPECT_NEAR(seconds(matted), 12, 0.1) << name;
  }
}

TEST_F(Videos, PictureAndSoundThatStartLateKeepTheirPlaces) {
  const fs::path late_picture =
      make("picture.mkv", std::string("-itsoffset 20 ") + picture + "-f lavfi -i sine=d=22" + h264);
  ASSERT_EQ(matted(late_picture).exit_code, 0);
  EXPECT_NEAR(frame_times(result("picture.mov")).at(0), 20, 0.1);
  EXPECT_NEAR(seconds(result("picture.mov")), 22, 0.1);
  const fs::path late_sound =
      make("sound.mp4",
           std::string(picture) + "-itsoffset 20 -f lavfi -i sine=d=2 -map 0 -map 1" + h264);
  ASSERT_EQ(matted(late_sound).exit_code, 0);
  EXPECT_NEAR(seconds(result("sound.mov")), 22, 0.1);
}

TEST_F(Videos, WhatStartsLateIsNoDamage) {
  const std::string late = std::string("-itsoffset 3 ") + picture +
                           "-itsoffset 5 -f lavfi -i sine=d=8 -map 0 -map 1 -pix_fmt yuv420p ";
  for (const std::string name : {"a.mkv", "b.webm", "c.ts", "d.mp4", "e.mov", "f.flv"}) {
    const std::string rates = name == "f.flv" ? "-ar 44100" : "";
    const fs::path video = make(name, late + rates);
    const Ran ran = matted(video, "mkv");
    EXPECT_EQ(ran.exit_code, 0) << name << ": " << ran.error;
    EXPECT_NEAR(sound_behind_picture(result(video.stem().string() + ".mkv")),
                sound_behind_picture(video), 0.1)
        << name;
  }
}

TEST_F(Videos, StreamThatIsFoundTooLateIsSaidToBeLeftOut) {
  const std::string late = "-r 25 -itsoffset 6 -f lavfi -i sine=d=4 -map 0 -map 1";
  const Ran ran = matted(make("a.mpg", "-f lavfi -i testsrc=d=3:s=160x90:r=25 " + late));
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_NE(ran.error.find("is left out: it begins too late"), std::string::npos) << ran.error;
}

TEST_F(Videos, SoundThatComesFirstInTheFileThoughLaterStaysInStep) {
  const fs::path video = make("a.mkv",
                              "-itsoffset 1.8 -f lavfi -i testsrc=s=160x90:r=10:d=1 -itsoffset 2.7 "
                              "-f lavfi -i sine=d=6 -map 0 -map 1 -pix_fmt yuv420p");
  for (const std::string container : {"mov", "mkv", "mp4", "webm"}) {
    const Ran ran = matted(video, container);
    ASSERT_EQ(ran.exit_code, 0) << container << ": " << ran.error;
    EXPECT_NEAR(sound_behind_picture(result("a." + container)), 0.9, 0.1) << container;
  }
}

TEST_F(Videos, GapsInSoundAreSilentAndItStaysInStep) {
  make("gap.mkv", std::string("-f lavfi -i testsrc=d=4:s=160x90:r=10 -f lavfi -i sine=d=4 -af "
                              "\"aselect='not(between(t,1,3))'\" -c:a libvorbis") +
                      h264);
  for (const std::string container : {"mov", "mkv", "mp4", "webm"}) {
    const Ran ran = matted(folder_ / "gap.mkv", container);
    ASSERT_EQ(ran.exit_code, 0) << container << ": " << ran.error;
    EXPECT_NEAR(std::stod(probed(result("gap." + container), "", "duration").at(0)), 4, 0.1);
    ffmpeg("-i " + shell_quoted(result("gap." + container)) + " -map 0:a -ar 8000 -f s16le",
           folder_ / "sound");
    EXPECT_NEAR(double(fs::file_size(folder_ / "sound")), 4 * 8000 * 2, 1600) << container;
  }
}

TEST_F(Videos, SoundAloneIsReportedAndTheNextGoesOn) {
  const fs::path good = make("good.mp4", std::string(picture) + h264);
  std::vector<std::string> inputs = {"-o", folder_ / "out"};
  for (const std::string name : {"a.m4a", "b.mp3", "c.mp4", "d.mkv", "e.wav"})
    inputs.push_back(make(name, "-f lavfi -i sine=d=1"));
  inputs.push_back(good);
  const Ran ran = matte(inputs);
  EXPECT_EQ(ran.exit_code, 1);
  for (const std::string name : {"a.m4a", "b.mp3", "c.mp4", "d.mkv", "e.wav"})
    EXPECT_NE(ran.error.find(name + ": there is no video in it"), std::string::npos) << ran.error;
  EXPECT_EQ(names_in(folder_ / "out"), Names{"good.mov"});
}

TEST_F(Videos, GifKeepsItsFramesAndTheirTimes) {
  const fs::path moving = make("moving.gif", "-f lavfi -i testsrc=d=2:s=160x90:r=5");
  const fs::path still = make("still.gif", "-f lavfi -i testsrc=d=1:s=60x40:r=1");
  for (const std::string container : {"mov", "mkv", "mp4", "webm"}) {
    ASSERT_EQ(matted(moving, container).exit_code, 0);
    const std::vector<double> times = frame_times(result("moving." + container));
    ASSERT_EQ(times.size(), 10U);
    for (int i = 0; i < 10; ++i)
      EXPECT_NEAR(times[i] - times[0], 0.2 * i, 0.01);
  }
  ASSERT_EQ(matted(still).exit_code, 0);
  EXPECT_EQ(frame_times(result("still.mov")).size(), 1U);
  cut(moving, 0.7);
  const Ran ran = matted(moving);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("in the midst of a frame"), std::string::npos) << ran.error;
  EXPECT_GT(frame_times(result("moving.mov")).size(), 5U);
}

TEST_F(Videos, CutVideoIsFinishedAsFarAsItGoesAndReported) {
  const std::string long_picture = "-f lavfi -i testsrc=d=4:s=160x90:r=10 -g 5 ";
  for (const std::string name : {"a.mp4", "b.mkv", "c.mov", "d.avi", "e.flv"}) {
    const std::string codecs = name == "d.avi" ? " -c:v mpeg4 " : std::string(h264);
    const std::string faststart = name == "a.mp4" || name == "c.mov" ? "-movflags +faststart" : "";
    const fs::path video = make(name, long_picture + codecs + faststart);
    cut(video, 0.5);
    const Ran ran = matted(video);
    EXPECT_EQ(ran.exit_code, 1) << name << ": " << ran.error;
    EXPECT_NE(ran.error.find(name + ": ended after "), std::string::npos) << name << ran.error;
    const fs::path part = result(video.stem().string() + ".mov");
    EXPECT_GT(frame_times(part).size(), 5U) << name;
    EXPECT_LT(seconds(part), 3.5) << name;
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

TEST_F(Videos, FullRangeGrayKeepsItsLevel) {
  const std::string gray =
      "-f lavfi -i color=c=0x404040:s=160x90:d=0.2:r=10 -crf 1 -c:v libx264 "
      "-vf scale=out_range=pc:out_color_matrix=bt709,format=yuvj420p -color_range pc ";
  const std::string tags = "-colorspace bt709 -color_primaries bt709 -color_trc bt709";
  for (const std::string container : {"mp4", "mov", "mkv", "ts"})
    for (const std::string& stated : {tags, std::string()}) {
      const fs::path video = make("gray." + container, gray + stated);
      for (const std::string written : {"mov", "mkv", "mp4", "webm"}) {
        const Ran ran = matte({"-o", folder_ / "out", video, "--container", written, "--overwrite",
                               "--output", "composite", "--background", "blur"});
        ASSERT_EQ(ran.exit_code, 0) << ran.error;
        EXPECT_NEAR(gray_of(result("gray." + written)), 64, 1) << container << written << stated;
      }
    }
}

TEST_F(Videos, ColorsAreTaggedAsTheyCame) {
  struct Tags {
    std::string name, matrix, primaries, transfer;
  };
  for (const Tags& tags :
       {Tags{"bt709", "bt709", "bt709", "bt709"}, Tags{"sd", "smpte170m", "smpte170m", "smpte170m"},
        Tags{"p3", "bt709", "smpte432", "bt709"},
        Tags{"wide", "bt2020nc", "bt2020", "bt2020-10"}}) {
    const fs::path video =
        make(tags.name + ".mp4", std::string(picture) + h264 + "-colorspace " + tags.matrix +
                                     " -color_primaries " + tags.primaries + " -color_trc " +
                                     tags.transfer);
    for (const std::string container : {"mov", "mp4", "webm", "mkv"}) {
      ASSERT_EQ(matted(video, container).exit_code, 0);
      const std::string matrix = container == "mkv" ? "gbr" : tags.matrix;
      EXPECT_EQ(probed(result(tags.name + "." + container), "v",
                       "color_space,color_transfer,color_primaries"),
                Names{matrix + "," + tags.transfer + "," + tags.primaries})
          << container;
    }
  }
}

TEST_F(Videos, HighDynamicRangeIsRefusedInWords) {
  for (const std::string transfer : {"smpte2084", "arib-std-b67"}) {
    const fs::path video =
        make(transfer + ".mp4", std::string(picture) +
                                    "-pix_fmt yuv420p10le -c:v libx264 -colorspace bt2020nc "
                                    "-color_primaries bt2020 -color_trc " +
                                    transfer);
    const Ran ran = matted(video);
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.error.find("high dynamic range"), std::string::npos) << ran.error;
    EXPECT_TRUE(names_in(folder_ / "out").empty());
  }
}

TEST_F(Videos, EverySoundTrackAndItsChannelsAreKept) {
  const std::string sound =
      "-f lavfi -i sine=d=1 -f lavfi -i 'sine=d=1,pan=stereo|c0=c0|c1=c0' "
      "-f lavfi -i 'sine=d=1,pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0' ";
  for (const std::string source : {"a.mkv", "b.mp4"}) {
    const std::string codec = source == "a.mkv" ? "-c:a ac3" : "-c:a aac";
    const fs::path video =
        make(source, picture + sound + "-map 0 -map 1 -map 2 -map 3" + h264 + codec);
    for (const std::string container : {"mov", "mkv", "mp4", "webm"}) {
      const Ran ran = matted(video, container);
      ASSERT_EQ(ran.exit_code, 0) << ran.error;
      EXPECT_EQ(probed(result(video.stem().string() + "." + container), "a", "channels"),
                (Names{"1", "2", "6"}))
          << source << " " << container;
    }
  }
}

TEST_F(Videos, SubtitlesAreKeptOrSaidToBeLeftOut) {
  std::ofstream(folder_ / "s.srt") << "1\n00:00:00,200 --> 00:00:00,800\nHello <i>you</i> & me\n";
  const std::string words =
      picture + ("-i " + shell_quoted(folder_ / "s.srt")) + " -map 0 -map 1" + h264;
  for (const fs::path& video :
       {make("a.mkv", words + "-c:s srt"), make("b.mkv", words + "-c:s ass"),
        make("c.mp4", words + "-c:s mov_text")})
    for (const std::string container : {"mov", "mkv", "mp4"}) {
      const Ran ran = matted(video, container);
      ASSERT_EQ(ran.exit_code, 0) << ran.error;
      const fs::path kept = result(video.stem().string() + "." + container);
      const auto lines =
          lines_of("ffmpeg -v error -i " + shell_quoted(kept) + " -map 0:s -f webvtt -");
      EXPECT_NE(std::find(lines.begin(), lines.end(), "Hello you & me"), lines.end())
          << kept << testing::PrintToString(lines);
    }
  const Ran ran = matted(folder_ / "a.mkv", "webm");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_NE(ran.error.find("is left out"), std::string::npos) << ran.error;
}

TEST_F(Videos, FramesThatChangeTheirSizeAreAllWritten) {
  const std::string small = make("a.ts", std::string(picture) + h264);
  const std::string large = make(
      "b.ts", "-f lavfi -i testsrc2=d=1:s=320x240:r=20 -output_ts_offset 1.4" + std::string(h264));
  std::ofstream(folder_ / "ab.ts") << shm::read_whole_file(small) << shm::read_whole_file(large);
  for (const std::string container : {"mov", "mkv", "mp4", "webm"}) {
    const Ran ran = matted(folder_ / "ab.ts", container);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_NE(ran.error.find("change their size"), std::string::npos) << ran.error;
    EXPECT_EQ(frame_times(result("ab." + container)).size(), 30U) << container;
    EXPECT_EQ(probed(result("ab." + container), "v", "width,height"), Names{"160,90"});
  }
}

TEST_F(Videos, OddSizesAreKeptOrSaidToBeCut) {
  const fs::path video = make("odd.mkv", "-f lavfi -i testsrc=d=1:s=319x179:r=10 -c:v ffv1");
  for (const std::string container : {"mov", "mkv", "webm"}) {
    ASSERT_EQ(matted(video, container).exit_code, 0);
    EXPECT_EQ(probed(result("odd." + container), "v", "width,height"), Names{"319,179"});
  }
  const Ran ran = matted(video, "mp4");
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_NE(ran.error.find("cut by a pixel"), std::string::npos) << ran.error;
  EXPECT_EQ(probed(result("odd.mp4"), "v", "width,height,nb_frames"), Names{"318,178,10"});
}

TEST_F(Videos, LeftoversOfKilledRunsAreRemoved) {
  fs::create_directories(folder_ / "out");
  const fs::path video = make("a.mp4", std::string(picture) + h264);
  std::ofstream(folder_ / "out/.a.tmp-0123456789abcdef.mov") << "half";
  std::ofstream(folder_ / "out/.b.tmp-0123456789abcdef.mov") << "another run's";
  ASSERT_EQ(matted(video).exit_code, 0);
  EXPECT_EQ(names_in(folder_ / "out"), (Names{".b.tmp-0123456789abcdef.mov", "a.mov"}));
}

TEST_F(Videos, PipeOfWhichNothingMoreComesIsGivenUpAndWhatCameIsKept) {
  const fs::path fifo = folder_ / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  Process process({"bash", "-c",
                   shell_quoted(SHM_BUILD_ROOT "/tools/shm-matte") +
                       " --device cpu --size 64 --patience 2 --input-format y4m - -o " +
                       shell_quoted(folder_ / "out") + " <" + shell_quoted(fifo)},
                  folder_ / "said");
  std::ofstream pipe(fifo, std::ios::binary);  // stays open
  make("a.y4m", "-f lavfi -i testsrc=d=1:s=160x90:r=10 -pix_fmt yuv420p");
  pipe << shm::read_whole_file(folder_ / "a.y4m") << std::flush;
  EXPECT_EQ(process.wait_for(std::chrono::seconds(60)), 1) << process.output();
  EXPECT_NE(process.output().find("nothing more came of it for 2 s"), std::string::npos)
      << process.output();
  EXPECT_EQ(frame_times(result("stdin.mov")).size(), 10U);
}

TEST_F(Videos, RawVideoGoesThroughAPipeIntoFfmpeg) {
  const std::string source =
      "ffmpeg -v error -f lavfi -i color=gray:d=1:s=162x90:r=10 -pix_fmt yuv420p "
      "-f yuv4mpegpipe - | ";
  const std::string piped = shell_quoted(SHM_BUILD_ROOT "/tools/shm-matte") +
                            " --device cpu --size 64 --input-format y4m -o - --output-format y4m "
                            "- 2>/dev/null";
  const std::string sink = " | ffmpeg -v error -y -i - -c copy " + shell_quoted(folder_ / "a.nut");
  ASSERT_EQ(std::system((source + piped + sink).c_str()), 0);
  EXPECT_EQ(probed(folder_ / "a.nut", "v", "width,height,pix_fmt,r_frame_rate"),
            Names{"162,90,yuva444p,10/1"});
  EXPECT_EQ(frame_times(folder_ / "a.nut").size(), 10U);
  ASSERT_EQ(std::system((source + piped + " --output composite --background blur" + sink).c_str()),
            0);
  EXPECT_EQ(probed(folder_ / "a.nut", "v", "pix_fmt"), Names{"yuv420p"});
  EXPECT_NEAR(gray_of(folder_ / "a.nut"), 128, 1);
}

TEST_F(Videos, VideoFilesGoToStandardOutputAsFarAsTheirContainersCan) {
  const fs::path video = make("a.mp4", std::string(picture) + "-f lavfi -i sine=d=1" + h264);
  const fs::path piped = folder_ / "piped";
  const auto to_stdout = [&](const std::string& container) {
    return std::system((shell_quoted(SHM_BUILD_ROOT "/tools/shm-matte") +
                        " --device cpu --size 64 -o - --container " + container + " " +
                        shell_quoted(video) + " >" + shell_quoted(piped) + " 2>" +
                        shell_quoted(folder_ / "said"))
                           .c_str());
  };
  ASSERT_EQ(to_stdout("mkv"), 0);
  EXPECT_EQ(frame_times(piped).size(), 10U);
  EXPECT_EQ(probed(piped, "a", "channels"), Names{"1"});
  ASSERT_EQ(to_stdout("y4m"), 0);
  EXPECT_EQ(frame_times(piped).size(), 10U);
  EXPECT_NE(shm::read_whole_file(folder_ / "said").find("is left out"), std::string::npos);
  EXPECT_NE(to_stdout("mov"), 0);
  EXPECT_NE(shm::read_whole_file(folder_ / "said").find("--container y4m"), std::string::npos);
}

TEST_F(Videos, RawVideoOfAVariableRateIsMadeSteady) {
  const std::string ten = "-f lavfi -i testsrc=d=2:s=160x90:r=10 ";
  const fs::path gap = make("gap.mkv", ten + "-vf \"select='not(eq(n,5))'\" -vsync vfr" + h264);
  for (const fs::path& input : {gap, make("a.gif", ten)}) {
    ASSERT_EQ(matted(input, "y4m").exit_code, 0);
    EXPECT_NEAR(seconds(result(input.stem().string() + ".y4m")), 2, 0.15);
  }
}

TEST_F(Videos, RawVideoComesFromStandardInput) {
  const std::string ffmpeg =
      "ffmpeg -v error -f lavfi -i testsrc=d=1:s=160x90:r=10 -pix_fmt yuv420p "
      "-f yuv4mpegpipe - | ";
  const std::string matte = shell_quoted(SHM_BUILD_ROOT "/tools/shm-matte") +
                            " --device cpu --size 64 --out " + shell_quoted(folder_ / "out") + " -";
  const std::string quietly = " 2>" + shell_quoted(folder_ / "said");
  ASSERT_EQ(std::system((ffmpeg + matte + " --input-format y4m" + quietly).c_str()), 0);
  EXPECT_EQ(frame_times(result("stdin.mov")).size(), 10U);
  const std::string nothing = "printf nonsense | ";
  EXPECT_NE(std::system((nothing + matte + " --input-format y4m" + quietly).c_str()), 0);
  EXPECT_NE(shm::read_whole_file(folder_ / "said").find("error: /dev/stdin: "), std::string::npos);
}
