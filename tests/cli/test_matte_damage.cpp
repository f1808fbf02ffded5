// SPDX-License-Identifier: MIT
// shm-matte on videos that are damaged at random: each ends in time, with a whole result or a word.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "matte.hpp"
#include "media.hpp"
#include "process.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

constexpr std::array containers = {"mp4", "mov", "mkv", "webm", "avi",
                                   "flv", "ts",  "mpg", "gif",  "ogv"};
constexpr auto longest = std::chrono::seconds(100);

int from_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::atoi(text) : otherwise;
}

/// What a seed stands for.
class Damage {
 public:
  explicit Damage(unsigned seed) : random_(seed) {}

  /// Of random container, length, offsets and streams.
  std::string make(const TemporaryFolder& folder) {
    const std::string container = containers.at(std::size_t(below(containers.size())));
    std::string name = "a." + container;
    std::string words =
        "-itsoffset " + seconds(2) + " -f lavfi -i testsrc=s=160x90:r=10:d=" + seconds(4);
    if (container != "gif" && below(4) > 0)
      words +=
          " -itsoffset " + seconds(12) + " -f lavfi -i sine=d=" + seconds(15) + " -map 0 -map 1";
    if (container == "mpg") words += " -r 25";
    if (container == "flv") words += " -ar 44100";
    if (below(2) > 0 && (container == "mp4" || container == "mov"))
      words += " -movflags +faststart";
    ffmpeg(words + (container == "gif" ? "" : " -pix_fmt yuv420p"), folder / name);
    return name;
  }

  /// Cut, or bytes changed, or both, or neither: then it returns false.
  bool harm(const fs::path& file) {
    const std::string whole = shm::read_whole_file(file);
    std::string bytes = whole;
    if (below(2) > 0) bytes.resize(1 + std::size_t(below(bytes.size())));
    for (int flips = below(3) > 0 ? 1 << below(8) : 0; flips > 0; --flips)
      bytes[std::size_t(below(bytes.size()))] = char(below(256));
    std::ofstream(file, std::ios::binary) << bytes;
    return bytes != whole;
  }

  std::string written() { return below(2) > 0 ? "mov" : "mkv"; }

 private:
  int below(std::size_t bound) { return int(random_() % bound); }
  std::string seconds(std::size_t most) { return std::to_string(0.1 + 0.1 * below(10 * most)); }

  std::mt19937 random_;
};

/// And no more than the silence or the pause of an hour, which a damaged time may stand for.
void expect_whole(const fs::path& video) {
  EXPECT_LT(fs::file_size(video), 1'500'000'000U);
  EXPECT_FALSE(
      lines_of("ffprobe -v error -count_frames -select_streams v -of csv=p=0 -show_entries "
               "stream=nb_read_frames " +
               shell_quoted(video))
          .empty());
}

void try_seed(unsigned seed) {
  const TemporaryFolder folder;
  Damage damage(seed);
  const std::string name = damage.make(folder);
  const bool harmed = damage.harm(folder / name);
  const std::string container = damage.written();
  Process process({tool("shm-matte"), "-o", folder / "out", folder / name, "--container", container,
                   "--device", "cpu", "--size", "64"},
                  folder / "said");
  const std::optional<int> code = process.wait_for(longest);
  ASSERT_TRUE(code) << name << " runs for ever";
  const std::string said = process.output();
  EXPECT_TRUE(*code == 0 || (harmed && *code == 1)) << name << ": " << *code << "\n" << said;
  EXPECT_EQ(*code == 1, said.find("shm-matte: error: ") != std::string::npos) << name << "\n"
                                                                              << said;
  const Names results = fs::exists(folder / "out") ? names_in(folder / "out") : Names{};
  if (*code == 0 || !results.empty()) {
    ASSERT_EQ(results, Names{"a." + container}) << said;
    expect_whole(folder / ("out/a." + container));
  }
}

}  // namespace

/// SHM_FUZZ_SEEDS says how many, SHM_FUZZ_FIRST from which on.
TEST(DamagedVideos, EndInTimeWithAResultOrAWord) {
  if (!have_ffmpeg()) GTEST_SKIP() << no_ffmpeg;
  const int first = from_environment("SHM_FUZZ_FIRST", 1);
  for (int seed = first; seed < first + from_environment("SHM_FUZZ_SEEDS", 20); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    try_seed(unsigned(seed));
  }
}
