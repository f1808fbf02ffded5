// SPDX-License-Identifier: MIT
// Videos that tests make and look into, by ffmpeg.
#pragma once

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "program.hpp"

/// A test that needs ffmpeg begins with: if (!have_ffmpeg()) GTEST_SKIP() << no_ffmpeg;
inline bool have_ffmpeg() {
  static const bool there =
      std::system("ffmpeg -version >/dev/null 2>&1 && ffprobe -version >/dev/null 2>&1") == 0;
  return there;
}
constexpr const char* no_ffmpeg = "ffmpeg is not installed";

/// Words as ffmpeg takes them, by a shell; the result last.
inline void ffmpeg(const std::string& words, const std::filesystem::path& result) {
  const std::string command =
      "ffmpeg -v error -y " + words + " " + shell_quoted(result) + " </dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

/// What a command prints, a line each.
inline std::vector<std::string> lines_of(const std::string& command) {
  const TemporaryFolder folder;
  EXPECT_EQ(std::system((command + " >" + shell_quoted(folder / "out")).c_str()), 0) << command;
  std::istringstream text(shm::read_whole_file(folder / "out"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

/// `entries` of each stream of a kind ("v", "a", "s"), as ffprobe names them: "h264,320,180". Where
/// the kind is empty: of the file.
inline std::vector<std::string> probed(const std::filesystem::path& file, const std::string& kind,
                                       const std::string& entries) {
  const std::string what = kind.empty() ? "format=" : "stream=";
  const std::string which = kind.empty() ? "" : " -select_streams " + kind;
  return lines_of("ffprobe -v error -of csv=p=0" + which + " -show_entries " + what + entries +
                  " " + shell_quoted(file));
}

/// When the frames of the video are shown, in seconds.
inline std::vector<double> frame_times(const std::filesystem::path& file) {
  std::vector<double> times;
  for (const std::string& line :
       lines_of("ffprobe -v error -of csv=p=0 -select_streams v -show_entries frame=pts_time " +
                shell_quoted(file)))
    times.push_back(std::stod(line));
  return times;
}
