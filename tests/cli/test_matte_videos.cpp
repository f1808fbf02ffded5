// SPDX-License-Identifier: MIT
// Frames of the videos that people have: their times, sizes and colours.
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>

#include "videos.hpp"

TEST_F(Videos, WhatGStreamerHasNoPluginForIsNamedWithAWayOut) {
  make("container.swf", std::string(picture) + "-c:v flv");
  make("codec.mov", std::string(picture) + "-f lavfi -i sine=d=1 -c:v utvideo -pix_fmt gbrp");
  for (const std::string name : {"container.swf", "codec.mov"}) {
    const Ran ran = matted(folder_ / name);
    EXPECT_EQ(ran.exit_code, 1);
    for (const char* words : {": neither a picture nor a video that can be read: GStreamer has no ",
                              " decoder: install it, or convert the file, as ffmpeg -i does"})
      EXPECT_NE(ran.error.find(words), std::string::npos) << name << ran.error;
  }
}

TEST_F(Videos, CodecThatGStreamerDoesNotKnowIsNamedAsItsFileNamesIt) {
  make("a.avi", std::string(picture) + "-c:v utvideo -pix_fmt gbrp");
  EXPECT_NE(matted(folder_ / "a.avi").error.find("GStreamer has no \"ULRG\" decoder"),
            std::string::npos);
}

TEST_F(Videos, FramesThatAreTooSmallAreRefusedInWords) {
  const Ran ran = matted(make("a.mkv", "-f lavfi -i testsrc=d=1:s=40x2:r=10 -c:v ffv1"));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("a.mkv: its frames of 40x2 pixels are not matted: sides of 16 to 8192"),
            std::string::npos)
      << ran.error;
}

TEST_F(Videos, LongNamesAreWrittenAndATooLongOneFailsAlone) {
  const fs::path video = make("z.mkv", std::string(picture) + h264);
  const std::string longest(251, 'v'), too_long(252, 'w');
  for (const std::string& name : {longest, too_long})
    fs::copy(video, folder_ / name);
  fs::copy(make("raw.y4m", std::string(picture) + "-pix_fmt yuv420p"),
           folder_ / (std::string(247, 'y') + ".y4m"));
  const Ran ran = matte({"-o", folder_ / "out", folder_ / longest, folder_ / too_long,
                         folder_ / (std::string(247, 'y') + ".y4m"), video});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find(too_long + ".mov: File name too long"), std::string::npos) << ran.error;
  EXPECT_EQ(names_in(folder_ / "out"),
            (Names{longest + ".mov", std::string(247, 'y') + ".mov", "z.mov"}));
}

TEST_F(Videos, StillsThatGStreamerKnowsAreNoVideosOfOneFrame) {
  make("a.j2k", std::string(picture) + "-frames:v 1 -c:v jpeg2000 -f image2");
  std::ofstream(folder_ / "a.svg") << "<svg xmlns='http://www.w3.org/2000/svg' width='80' "
                                      "height='60'><rect width='40' height='30'/></svg>";
  for (const std::string name : {"a.j2k", "a.svg"}) {
    const Ran ran = matted(folder_ / name);
    EXPECT_EQ(ran.exit_code, 1) << name;
    EXPECT_NE(ran.error.find(name + ": "), std::string::npos) << ran.error;
    EXPECT_FALSE(fs::exists(result("a.mov"))) << name;
  }
}

TEST_F(Videos, WhatGStreamerMistakesIsReportedWithAWayOut) {
  const Ran ran = matted(make("a.y4m", std::string(picture) + "-pix_fmt yuv420p10 -strict -1"));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("a.y4m: GStreamer cannot read it: "), std::string::npos) << ran.error;
  EXPECT_NE(ran.error.find(". Convert it to another format, as ffmpeg -i does"), std::string::npos)
      << ran.error;
}

TEST_F(Videos, PicturesThatMoveAreSaidToBeTakenForOne) {
  make("a.png", std::string(picture) + "-f apng");
  make("b.webp", std::string(picture) + "-c:v libwebp_anim");
  make("c.mjpeg", picture);
  for (const std::string name : {"a.png", "b.webp", "c.mjpeg"}) {
    const Ran ran = matted(folder_ / name);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_NE(ran.error.find(name + ": it holds several pictures, the first was taken"),
              std::string::npos)
        << ran.error;
  }
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

namespace {

/// Of one colour in BT.709, as these samples.
std::string flat(const std::string& luma, const std::string& cb, const std::string& cr) {
  return "-f lavfi -i color=black:s=160x90:d=0.2:r=10 -vf format=yuv420p,geq=lum=" + luma +
         ":cb=" + cb + ":cr=" + cr +
         " -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 -qp 0 "
         "-c:v libx264";
}

/// The first frame's samples in its middle, as of 8 bits, of a video of one colour.
std::vector<double> samples_of(const fs::path& video) {
  const TemporaryFolder folder;
  ffmpeg("-i " + shell_quoted(video) + " -frames:v 1 -vf format=yuv444p16le -f rawvideo",
         folder / "yuv");
  const std::string yuv = shm::read_whole_file(folder / "yuv");
  const std::size_t plane = yuv.size() / 3;
  std::vector<double> samples;
  for (std::size_t at = plane / 4 * 2; at < yuv.size(); at += plane)
    samples.push_back(std::uint8_t(yuv[at + 1]) + std::uint8_t(yuv[at]) / 256.0);
  return samples;
}

}  // namespace

TEST_F(Videos, GrayOf128Stays128) {
  ASSERT_EQ(matted(make("a.mp4", flat("126", "128", "128")), "mkv").exit_code, 0);
  ffmpeg("-i " + shell_quoted(result("a.mkv")) + " -frames:v 1 -f rawvideo", folder_ / "bgra");
  const std::string pixel = shm::read_whole_file(folder_ / "bgra").substr(0, 3);
  EXPECT_EQ(pixel, std::string(3, char(128)));
}

/// Raw video loses nothing; of lossy codecs flat colours keep theirs by a step, of ProRes less.
TEST_F(Videos, ColorsOfBt709StayAsTheyAre) {
  const fs::path video = make("a.mp4", flat("150", "110", "150"));
  for (const std::string container : {"y4m", "mov", "mp4", "webm"})
    for (const std::string output : {"cutout", "composite"}) {
      if (output == "cutout" && (container == "mp4" || container == "webm")) continue;
      ASSERT_EQ(matte({"-o", folder_ / "out", video, "--container", container, "--output", output,
                       "--background", output == "cutout" ? "transparent" : "blur", "--overwrite"})
                    .exit_code,
                0);
      const std::vector<double> samples = samples_of(result("a." + container));
      ASSERT_EQ(samples.size(), 3U);
      const double tolerance = container == "y4m" ? 0 : container == "mov" ? 0.5 : 1;
      EXPECT_NEAR(samples[0], 150, tolerance) << container << " " << output;
      EXPECT_NEAR(samples[1], 110, tolerance) << container << " " << output;
      EXPECT_NEAR(samples[2], 150, tolerance) << container << " " << output;
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
  const auto expect_refused = [&](const std::string& name, const std::string& codec,
                                  const std::string& transfer) {
    const Ran ran = matted(make(name, picture + codec +
                                          " -pix_fmt yuv420p10le -colorspace bt2020nc "
                                          "-color_primaries bt2020 -color_trc " +
                                          transfer));
    EXPECT_EQ(ran.exit_code, 1) << name;
    EXPECT_NE(ran.error.find("high dynamic range"), std::string::npos) << name << ran.error;
  };
  expect_refused("pq.mp4", "-c:v libx264", "smpte2084");
  expect_refused("hlg.mp4", "-c:v libx264", "arib-std-b67");
  expect_refused("pq.webm", "-c:v libvpx-vp9 -cpu-used 8", "smpte2084");
  expect_refused("hlg.mov", "-c:v ffv1", "arib-std-b67");
  EXPECT_TRUE(names_in(folder_ / "out").empty());
}

TEST_F(Videos, InterlacedOnesAreMattedAsTheyAreWithAWord) {
  const Ran ran = matted(
      make("a.mpg",
           "-f lavfi -i testsrc=d=0.4:s=160x96:r=25 -flags +ilme+ildct -top 1 -c:v mpeg2video"));
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_NE(ran.error.find("a.mpg: the video is interlaced"), std::string::npos) << ran.error;
  EXPECT_NE(ran.error.find("ffmpeg -vf bwdif"), std::string::npos) << ran.error;
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

TEST_F(Videos, SheetShowsOneWithAGapInItsPicture) {
  const fs::path video = make("a.mkv",
                              "-f lavfi -i testsrc=d=3:s=160x90:r=10 -vf "
                              "\"select='lt(n,5)+gt(n,28)'\" -vsync vfr -c:v ffv1");
  const Ran ran = matte({"-o", folder_ / "out", video, "--sheet", folder_ / "sheet.png"});
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_GT(shm::read_picture(folder_ / "sheet.png", shm::ReadAs::rgb).height(), 6 * 90);
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
