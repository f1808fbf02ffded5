// SPDX-License-Identifier: MIT
// The table of docs/formats.md, held against what shm-matte writes.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "format_tables.hpp"
#include "matte.hpp"
#include "media.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

/// A portrait video on its side, sound of one and of six channels, subtitles.
fs::path make_input(const TemporaryFolder& folder) {
  std::ofstream(folder / "s.srt") << "1\n00:00:00,200 --> 00:00:00,800\nHello\n";
  ffmpeg(
      "-f lavfi -i testsrc=d=1:s=160x90:r=10 -f lavfi -i sine=d=1 -f lavfi -i "
      "'sine=d=1,pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0' -i " +
          shell_quoted(folder / "s.srt") +
          " -map 0 -map 1 -map 2 -map 3 -pix_fmt yuv420p -c:v libx264 -c:a ac3 -c:s mov_text",
      folder / "landscape.mp4");
  ffmpeg("-i " + shell_quoted(folder / "landscape.mp4") + " -map 0 -c copy -metadata:s:v rotate=90",
         folder / "a.mp4");
  return folder / "a.mp4";
}

std::string codec(const fs::path& file, const std::string& stream) {
  const Names found = probed(file, stream, "codec_name");
  return found.empty() ? "-" : found[0];
}

}  // namespace

TEST(Formats, AreWrittenAsTheTableSays) {
  if (!have_ffmpeg()) GTEST_SKIP() << no_ffmpeg;
  const TemporaryFolder folder;
  const fs::path input = make_input(folder);
  const std::vector<Cells> rows = table_rows("| container | cut-out |");
  ASSERT_EQ(rows.size(), 5U);
  for (const Cells& row : rows) {
    const std::string container = row[0].substr(1, row[0].size() - 2);
    const fs::path result = folder / "out" / ("a." + container);
    const auto picture = [&](const Names& more) {
      Names arguments = {"-o", folder / "out", input, "--container", container, "--overwrite"};
      arguments.insert(arguments.end(), more.begin(), more.end());
      if (matte(arguments).exit_code != 0) return std::string("-");
      std::string text = probed(result, "v", "codec_name,pix_fmt").at(0);
      std::replace(text.begin(), text.end(), ',', ' ');
      return text;
    };
    EXPECT_EQ(picture({}), row[1]) << container;
    EXPECT_EQ(picture({"--output", "composite"}), row[2]) << container;
    EXPECT_EQ(codec(result, "a:0"), row[3]) << container;
    EXPECT_EQ(codec(result, "a:1"), row[4]) << container;
    EXPECT_EQ(codec(result, "s"), row[5]) << container;
    EXPECT_EQ(probed(result, "v", "width,height"), Names{"90,160"}) << container;
  }
}
