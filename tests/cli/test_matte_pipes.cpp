// SPDX-License-Identifier: MIT
// Videos through pipes, in and out.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "process.hpp"
#include "videos.hpp"

TEST_F(Videos, PipeOfWhichNothingMoreComesIsGivenUpAndWhatCameIsKept) {
  const fs::path fifo = folder_ / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  Process process({"bash", "-c",
                   quick_matte + "--patience 2 --input-format y4m - -o " +
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
  const std::string piped = quick_matte +
                            "--input-format y4m -o - --output-format y4m "
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
    return std::system((quick_matte + "-o - --container " + container + " " + shell_quoted(video) +
                        " >" + shell_quoted(piped) + " 2>" + shell_quoted(folder_ / "said"))
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

TEST_F(Videos, ResultThatFindsNoRoomIsSaidToBeTheMatter) {
  const fs::path video = make("a.mp4", std::string(picture) + h264);
  const std::string to_stdout = "timeout 20 " + quick_matte + "-o - --container y4m 2>" +
                                shell_quoted(folder_ / "said") + " ";
  const auto expect_error = [&](const std::string& command) {
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 1) << command;
    const std::string said = shm::read_whole_file(folder_ / "said");
    EXPECT_NE(said.find(": the result cannot be written: "), std::string::npos) << said;
  };
  expect_error(to_stdout + shell_quoted(video) + " >/dev/full");
  expect_error("ffmpeg -v error -i " + shell_quoted(video) + " -f yuv4mpegpipe - | " + to_stdout +
               "--input-format y4m - >/dev/full");
  expect_error(to_stdout + shell_quoted(video) + " >&-");
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
  const std::string matte = quick_matte + "--out " + shell_quoted(folder_ / "out") + " -";
  const std::string quietly = " 2>" + shell_quoted(folder_ / "said");
  ASSERT_EQ(std::system((ffmpeg + matte + " --input-format y4m" + quietly).c_str()), 0);
  EXPECT_EQ(frame_times(result("stdin.mov")).size(), 10U);
  const std::string nothing = "printf nonsense | ";
  EXPECT_NE(std::system((nothing + matte + " --input-format y4m" + quietly).c_str()), 0);
  EXPECT_NE(shm::read_whole_file(folder_ / "said").find("error: /dev/stdin: "), std::string::npos);
}

TEST_F(Videos, RawVideoOfAKindThatIsNotReadIsToldOfOneThatIs) {
  for (const std::string kind : {"yuv411p", "gray", "yuva444p", "yuv420p10"}) {
    const fs::path raw = make("a.y4m", picture + ("-strict -1 -pix_fmt " + kind));
    const std::string command = "cat " + shell_quoted(raw) + " | " + quick_matte +
                                "--input-format y4m - -o " + shell_quoted(folder_ / "out") + " 2>" +
                                shell_quoted(folder_ / "said");
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 1) << kind;
    EXPECT_NE(shm::read_whole_file(folder_ / "said").find("as ffmpeg -pix_fmt yuv420p"),
              std::string::npos)
        << kind;
  }
}
