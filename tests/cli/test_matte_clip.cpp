// SPDX-License-Identifier: MIT
// shm-matte on a video: every frame, its alpha and its sound.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "clip.hpp"
#include "matte.hpp"
#include "shm/picture.hpp"

namespace fs = std::filesystem;

namespace {

/// The clip's first dozen frames or so: the element that cuts is not exact.
void write_short_clip(const fs::path& file) {
  gst(clip, "identity eos-after=13 ! avenc_ffv1 ! matroskamux", file);
}

/// The video's frames one after the other, as RGBA.
std::string decoded(const fs::path& video) {
  const TemporaryFolder folder;
  gst(video, "video/x-raw,format=RGBA", folder / "raw");
  return shm::read_whole_file(folder / "raw");
}

}  // namespace

TEST(ShmMatte, VideoKeepsEveryFrameAndGetsAlpha) {
  const TemporaryFolder folder;
  write_short_clip(folder / "walk.mkv");
  const std::string before = decoded(folder / "walk.mkv");
  ASSERT_GT(before.size(), std::size_t(10 * 640 * 480 * 4));
  for (const std::string container : {"mov", "mkv"}) {
    const Ran ran = run("shm-matte", {"-o", folder / container, folder / "walk.mkv", "--container",
                                      container, "--device", "cpu", "--size", "384"});
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_EQ(names_in(folder / container), Names{"walk." + container});
    EXPECT_NE(ran.error.find(" frames"), std::string::npos) << ran.error;
    EXPECT_EQ(ran.error.find("-WARNING **"), std::string::npos) << "GLib's: " << ran.error;
    const std::string after = decoded(folder / container / ("walk." + container));
    ASSERT_EQ(after.size(), before.size());
    long opaque = 0;
    long transparent = 0;
    for (std::size_t i = 3; i < after.size(); i += 4) {
      opaque += after[i] == char(255) ? 1 : 0;
      transparent += after[i] == 0 ? 1 : 0;
    }
    EXPECT_GT(opaque, long(after.size() / 4 / 20));
    EXPECT_GT(transparent, long(after.size() / 4 / 20));
  }
}

TEST(ShmMatte, CompositeOfAVideoIsAPlainVideo) {
  const TemporaryFolder folder;
  write_short_clip(folder / "walk.mkv");
  const std::size_t size = decoded(folder / "walk.mkv").size();
  for (const std::string container : {"mp4", "webm"}) {
    const Ran ran = matte({"-o", folder / container, folder / "walk.mkv", "--output", "composite",
                           "--background", "blur", "--container", container, "--overwrite",
                           "--sheet", folder / "sheet.png"});
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_EQ(decoded(folder / container / ("walk." + container)).size(), size);
    EXPECT_GT(shm::read_picture(folder / "sheet.png", shm::ReadAs::rgb).height(), 6 * 192);
  }
}

TEST(ShmMatte, SoundOfAVideoIsKept) {
  const TemporaryFolder folder;
  const std::string file = shell_quoted(folder / "a.mkv");
  ASSERT_EQ(
      std::system(("gst-launch-1.0 -q videotestsrc num-buffers=10 ! "
                   "video/x-raw,width=65,height=48 ! matroskamux name=m ! filesink location=" +
                   file + " audiotestsrc num-buffers=20 ! audioconvert ! m.")
                      .c_str()),
      0);
  for (const std::string container : {"mov", "mkv", "mp4", "webm"}) {
    const Ran ran = matte({"-o", folder / "out", folder / "a.mkv", "--container", container,
                           "--output", "composite"});
    ASSERT_EQ(ran.exit_code, 0) << container << ": " << ran.error;
    const std::string result = folder / "out" / ("a." + container);
    ASSERT_EQ(std::system(("gst-launch-1.0 -q filesrc location=" + shell_quoted(result) +
                           " ! decodebin name=d  d. ! audio/x-raw ! queue ! filesink location=" +
                           shell_quoted(folder / "sound") + "  d. ! video/x-raw ! queue ! fakesink")
                              .c_str()),
              0);
    EXPECT_GT(fs::file_size(folder / "sound"), 20000U) << container;
  }
}

TEST(ShmMatte, InterruptedWorkLeavesNothingHalf) {
  const TemporaryFolder folder;
  const std::string out = shell_quoted(folder / "out");
  const std::string command =
      "cd " SHM_SOURCE_ROOT "/examples; " + tool("shm-matte") + " webcam_man.mp4 -o " + out +
      " 2>" + shell_quoted(folder / "error") +
      " & matte=$!; for i in $(seq 600); do [ -n \"$(ls -A " + out +
      " 2>/dev/null)\" ] && break; sleep 0.1; done; kill -INT $matte; wait $matte";
  // A shell without job control starts children in the background deaf to SIGINT; -m gives it.
  const int status = std::system(("bash -mc " + shell_quoted(command)).c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_TRUE(!fs::exists(folder / "out") || names_in(folder / "out").empty());
  EXPECT_NE(shm::read_whole_file(folder / "error").find("interrupted"), std::string::npos);
}

TEST(ShmMatte, FileThatIsNoVideoIsReported) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.mp4") << "no video";
  const Ran ran = matte({"-o", folder / "out", folder / "a.mp4"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("a.mp4"), std::string::npos) << ran.error;
  EXPECT_TRUE(names_in(folder / "out").empty());
}
