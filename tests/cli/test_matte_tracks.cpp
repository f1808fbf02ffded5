// SPDX-License-Identifier: MIT
// Sound and subtitles of videos: all are kept, in step with the picture, or said to be left out.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "videos.hpp"

namespace {

/// Seconds from the first picture to the first sound.
double sound_behind_picture(const fs::path& file) {
  return std::stod(probed(file, "a", "start_time").at(0)) -
         std::stod(probed(file, "v", "start_time").at(0));
}

/// In all places.
void replace(const fs::path& file, const std::string& word, const std::string& by) {
  std::string content = shm::read_whole_file(file);
  ASSERT_NE(content.find(word), std::string::npos);
  for (std::size_t at = 0; (at = content.find(word, at)) != std::string::npos; at += by.size())
    content.replace(at, word.size(), by);
  shm::write_whole_file(file, content);
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

TEST_F(Videos, TwoSecondsOfPictureKeepTwentyOfSound) {
  const fs::path video =
      make("x.mp4", "-f lavfi -i testsrc=d=2:r=30:s=320x180 -f lavfi -i sine=d=20 -c:a aac" +
                        std::string(h264));
  EXPECT_EQ(matted(video).exit_code, 0);
  EXPECT_EQ(frame_times(result("x.mov")).size(), 60U);
  EXPECT_NEAR(seconds(result("x.mov")), 20, 0.1);
}

TEST_F(Videos, PictureThatStartsThirtySecondsLateWaitsForNothing) {
  for (const std::string name : {"a.mp4", "b.mkv"}) {
    const fs::path late = make(name,
                               "-itsoffset 30 -f lavfi -i testsrc=d=2:s=320x180:r=10 "
                               "-f lavfi -i sine=d=32 -vsync passthrough -c:a aac" +
                                   std::string(h264));
    ASSERT_EQ(matted(late).exit_code, 0) << name;
    const std::vector<double> times = frame_times(result(late.stem().string() + ".mov"));
    ASSERT_EQ(times.size(), 20U) << name;
    EXPECT_NEAR(times.front(), 30, 0.1) << name;
  }
}

TEST_F(Videos, SoundThatLeapsAheadByDaysIsDamageAndDoesNotFillTheDisk) {
  const std::string leaping =
      std::string(picture) + "-f lavfi -i sine=d=4 -af \"asetpts='PTS+if(gt(T,2),900000/TB,0)'\"";
  const fs::path video = make("a.mkv", leaping + h264 + "-c:a libvorbis");
  const Ran ran = matted(video);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("its sound leaps ahead"), std::string::npos) << ran.error;
  EXPECT_NEAR(seconds(result("a.mov")), 2, 0.2);
  EXPECT_LT(fs::file_size(result("a.mov")), 10'000'000U);
}

TEST_F(Videos, PictureThatLeapsAheadByDaysDoesNotFillRawVideoWithCopies) {
  const fs::path video =
      make("a.mkv", std::string(picture) + "-vf \"setpts='PTS+if(gt(T,0.5),900000/TB,0)'\"" + h264);
  const Ran ran = matted(video, "y4m");
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_LT(fs::file_size(result("a.y4m")), 2'000'000U);
}

TEST_F(Videos, FrameThatAnAviRepeatsAtItsEndStays) {
  const fs::path video = make("a.avi", std::string("-itsoffset 3 ") + picture + "-c:v mpeg4");
  const Ran ran = matted(video);
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_NEAR(seconds(result("a.mov")), 4, 0.01);
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

TEST_F(Videos, SoundAloneIsReportedAtOnce) {
  const fs::path sound = make("s.m4a", "-f lavfi -i sine=d=2 -c:a aac");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(matted(sound).exit_code, 1);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
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

TEST_F(Videos, SoundThatNobodyDecodesIsSaidToBeLeftOut) {
  const std::string sound = std::string(picture) + "-f lavfi -i sine=d=1 -c:v mpeg4 -c:a ";
  const fs::path movie = make("a.mov", sound + "alac");
  replace(movie, "alac", "none");
  for (const fs::path& video : {movie, make("b.mkv", sound + "mlp -strict -2")}) {
    const Ran ran = matted(video);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_NE(ran.error.find("a stream of it is left out: GStreamer has no "), std::string::npos)
        << video << ran.error;
  }
}

/// Ten frames, and a track of sound without a sample.
const std::string empty_sound =
    std::string(picture) + "-f lavfi -i sine=d=1 -map 0 -map 1 -af atrim=start=5" + h264 + "-c:a ";

TEST_F(Videos, SoundOfWhichNothingComesIsSaidToBeLeftOut) {
  const fs::path video = make("a.mkv", empty_sound + "aac");
  ASSERT_EQ(probed(video, "", "nb_streams"), Names{"2"});
  for (const std::string container : {"mov", "mkv", "mp4", "webm"}) {
    const Ran ran = matted(video, container);
    EXPECT_EQ(ran.exit_code, 0) << container << ran.error;
    EXPECT_NE(ran.error.find("is left out: nothing of it can be read"), std::string::npos)
        << ran.error;
    EXPECT_EQ(probed(result("a." + container), "", "nb_streams"), Names{"1"}) << container;
  }
}

/// Decoders that have a header and no sample are in error.
TEST_F(Videos, SoundThatCannotBeDecodedDoesNotCostThePicture) {
  for (const std::string codec : {"flac", "libvorbis"}) {
    const Ran ran = matted(make("a.mkv", empty_sound + codec), "mp4");
    EXPECT_EQ(ran.exit_code, 1) << codec;
    EXPECT_NE(ran.error.find("what came before is in"), std::string::npos) << ran.error;
    EXPECT_EQ(frame_times(result("a.mp4")).size(), 10U) << codec << ran.error;
  }
}

TEST_F(Videos, DataThatGoOnBehindThePictureAreNoDamage) {
  std::ofstream(folder_ / "a.srt") << "1\n00:00:07,000 --> 00:00:09,000\nlate\n\n";
  const std::string text = std::string(picture) + "-i " + shell_quoted(folder_ / "a.srt");
  const fs::path movie = make("a.mp4", text + " -pix_fmt yuv420p -c:s mov_text");
  replace(movie, "tx3g", "gpmd");
  replace(movie, "sbtl", "meta");
  for (const fs::path& video : {movie, make("b.webm", text + " -c:v libvpx -c:s webvtt")}) {
    const Ran ran = matted(video);
    EXPECT_EQ(ran.exit_code, 0) << video << ran.error;
    EXPECT_EQ(ran.error.find("left out") == std::string::npos, video == movie) << ran.error;
  }
}

TEST_F(Videos, SoundOfOldAviIsAsLongAsItIs) {
  for (const std::string codec : {"adpcm_ima_wav", "adpcm_ms", "pcm_u8"}) {
    const fs::path video =
        make(codec + ".avi",
             "-f lavfi -i testsrc=d=3:s=160x90:r=10 -f lavfi -i sine=d=3:r=22050 "
             "-c:v mpeg4 -c:a " +
                 codec);
    EXPECT_EQ(matted(video).exit_code, 0) << codec;
    EXPECT_NEAR(std::stod(probed(result(codec + ".mov"), "a", "duration").at(0)), 3, 0.1) << codec;
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
