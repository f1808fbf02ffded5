// SPDX-License-Identifier: MIT
// shm-matte as its users see it: flags, exit codes, pictures out.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "matte.hpp"
#include "program.hpp"
#include "shm/options.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using shm::Image;
using shm::PixelFormat;
using shm::ReadAs;

namespace {

const std::string clip = SHM_SOURCE_ROOT "/examples/walk.mkv";
const std::string photo = SHM_SOURCE_ROOT "/examples/background.jpg";

void write_photo(const fs::path& file, int width, int height) {
  Image image(width, height, PixelFormat::rgb);
  for (int i = 0; i < width * height * 3; ++i)
    image.view().data[i] = std::uint8_t(i * 31 % 251);
  shm::write_picture(file, image);
}

/// What `elements` make of the clip or of another video.
void gst(const fs::path& video, const std::string& elements, const fs::path& result) {
  const std::string command = "gst-launch-1.0 -q filesrc location=" + shell_quoted(video) +
                              " ! decodebin ! videoconvert ! " + elements +
                              " ! filesink location=" + shell_quoted(result);
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

void write_person(const fs::path& file) {
  gst(clip, "pngenc snapshot=true", file);
}

/// As PNGs, the clip's first dozen frames or so.
void write_frames(const fs::path& pattern) {
  const std::string command = "gst-launch-1.0 -q filesrc location=" + shell_quoted(clip) +
                              " ! decodebin ! videoconvert ! identity eos-after=13 ! pngenc ! "
                              "multifilesink location=" +
                              shell_quoted(pattern);
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

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

TEST(ShmMatte, TellsWhatIsMissingWhereThereAreNoCodecs) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 32, 32);
  ASSERT_EQ(::setenv("SHM_CODECS_LIBRARY", "/no/such.so", 1), 0);
  const Ran ran = matte({"-o", folder / "out", folder / "a.png"});
  ::unsetenv("SHM_CODECS_LIBRARY");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("pictures cannot be read or written: /no/such.so"), std::string::npos)
      << ran.error;
}

TEST(ShmMatte, HelpTellsDefaultsAndUnits) {
  const Ran ran = run("shm-matte", {"--help"});
  EXPECT_EQ(ran.exit_code, 0);
  for (const char* text : {"--edge-refine FLOAT:0..1=1", "=default", "pixels", "cutout", "#00b140",
                           "--config", "--version"})
    EXPECT_NE(ran.out.find(text), std::string::npos) << text << "\n" << ran.out;
}

TEST(ShmMatte, BadUsageExitsWithTwo) {
  const TemporaryFolder folder;
  EXPECT_EQ(run("shm-matte", {}).exit_code, 2);
  EXPECT_EQ(matte({"-o", folder / "out", "/nowhere.jpg"}).exit_code, 2);
  EXPECT_EQ(matte({"-o", folder / "out", photo, "--output", "nonsense"}).exit_code, 2);
  EXPECT_EQ(matte({"-o", folder / "out", photo, "--background-color", "green"}).exit_code, 2);
  EXPECT_EQ(run("shm-matte", {"-o", folder / "out", photo, "--size", "4097"}).exit_code, 2);
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(ShmMatte, OptionsOutsideTheirRangesAreRefusedByName) {
  const TemporaryFolder folder;
  const auto expect_refused = [&](const shm::OptionFacts& option, const std::string& value) {
    const std::string flag = std::string("--") + option.name;
    const Ran ran = run("shm-matte", {"-o", folder / "out", photo, flag, value});
    EXPECT_EQ(ran.exit_code, 2) << flag << " " << value;
    EXPECT_NE(ran.error.find(option.name), std::string::npos) << flag << "\n" << ran.error;
  };
  const auto try_outside = [&](const auto& option) {
    using Value = typename std::remove_cvref_t<decltype(option)>::value_type;
    const bool flag =
        option.offered == shm::Offered::everywhere || option.offered == shm::Offered::by_programs;
    if (!flag) return;
    if constexpr (std::is_same_v<Value, int> || std::is_same_v<Value, double>)
      expect_refused(option, std::to_string(Value(option.most + 1)));
    if constexpr (std::is_enum_v<Value>) expect_refused(option, "nonsense");
  };
  shm::for_each_option<shm::ModelOptions>(try_outside);
  shm::for_each_option<shm::FrameOptions>(try_outside);
  shm::for_each_option<shm::Look>(try_outside);
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(ShmMatte, PictureBecomesRgbaOfItsSize) {
  const TemporaryFolder folder;
  write_photo(folder / "a.jpg", 101, 67);
  const Ran ran = matte({"-o", folder / "out", folder / "a.jpg"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(names_in(folder / "out"), Names{"a.png"});
  const Image cutout = shm::read_picture(folder / "out/a.png", ReadAs::rgba);
  const Image input = shm::read_picture(folder / "a.jpg", ReadAs::rgb);
  ASSERT_EQ(cutout.width(), 101);
  ASSERT_EQ(cutout.height(), 67);
  for (int i = 0; i < 101 * 67; ++i)
    ASSERT_TRUE(std::equal(input.view().data + 3 * i, input.view().data + 3 * i + 3,
                           cutout.view().data + 4 * i));
  EXPECT_NE(ran.error.find("1/1 pictures"), std::string::npos) << ran.error;
  EXPECT_EQ(ran.error.find('\r'), std::string::npos);
}

TEST(ShmMatte, AlphaAndTrimapAreGrey) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 80, 60);
  for (const std::string output : {"alpha", "trimap"}) {
    ASSERT_EQ(matte({"-o", folder / output, folder / "a.png", "--output", output}).exit_code, 0);
    std::ifstream png(folder / output / "a.png", std::ios::binary);
    png.seekg(24);  // IHDR: width, height, then bit depth and colour type
    EXPECT_EQ(png.get(), 8);
    EXPECT_EQ(png.get(), 0);
  }
}

TEST(ShmMatte, CompositeStandsBeforeTheColor) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 80, 60);
  const std::vector<std::string> common = {"-o", folder / "out", folder / "a.png", "--overwrite"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), common.begin(), common.end());
    EXPECT_EQ(matte(more).exit_code, 0);
    return shm::read_picture(folder / "out/a.png", ReadAs::rgba);
  };
  const Image cutout = with({});
  const Image composite = with({"--output", "composite", "--background-color", "#ff0000"});
  for (int i = 0; i < 80 * 60; ++i) {
    ASSERT_EQ(composite.view().data[4 * i + 3], 255);
    if (cutout.view().data[4 * i + 3] == 0) {
      ASSERT_EQ(composite.view().data[4 * i], 255);
      ASSERT_EQ(composite.view().data[4 * i + 1], 0);
    }
  }
}

TEST(ShmMatte, BadPictureIsReportedAndTheOthersGoOn) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "in");
  write_photo(folder / "in/a.jpg", 40, 30);
  std::ofstream(folder / "in/b.jpg") << "no picture";
  write_photo(folder / "in/c.png", 40, 30);
  std::ofstream(folder / "in/notes.txt") << "no picture, and not said to be one";
  const Ran ran = matte({"-o", folder / "out", folder / "in"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("in/b.jpg"), std::string::npos) << ran.error;
  EXPECT_EQ(ran.error.find("notes.txt"), std::string::npos) << ran.error;
  EXPECT_EQ(names_in(folder / "out"), (Names{"a.png", "c.png"}));
}

TEST(ShmMatte, TwoInputsOfOneNameAreRefusedBeforeWork) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "other");
  write_photo(folder / "a.jpg", 40, 30);
  write_photo(folder / "other/a.jpg", 40, 30);
  const Ran ran = matte({"-o", folder / "out", folder / "a.jpg", folder / "other/a.jpg"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.error.find("a.jpg"), std::string::npos) << ran.error;
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(ShmMatte, InputIsNeverReplaced) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  EXPECT_EQ(matte({"-o", folder.path(), folder / "a.png"}).exit_code, 2);
  EXPECT_EQ(shm::read_picture(folder / "a.png", ReadAs::rgba).view().data[3], 255);
}

TEST(ShmMatte, SequenceSmoothsOverTimeAndPicturesDoNot) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "in");
  write_person(folder / "in/1.png");
  Image second = shm::read_picture(folder / "in/1.png", ReadAs::rgb);
  for (int i = 0; i < second.height() * second.stride(); i += 2)
    second.view().data[i] ^= 1;
  shm::write_picture(folder / "in/2.png", second);
  const auto second_alpha = [&](const std::string& out, std::vector<std::string> more) {
    const auto show_all = {"--output", "alpha", "--temporal", "1", "--black-point", "0"};
    more.insert(more.begin(), {"-o", folder / out});
    more.insert(more.end(), show_all.begin(), show_all.end());
    EXPECT_EQ(matte(more).exit_code, 0);
    return shm::read_picture(folder / out / "2.png", ReadAs::gray);
  };
  const Image sequence = second_alpha("sequence", {folder / "in", "--sequence"});
  const Image pictures = second_alpha("pictures", {folder / "in"});
  const Image alone = second_alpha("alone", {folder / "in/2.png"});
  const auto same = [](const Image& a, const Image& b) {
    return std::equal(a.view().data, a.view().data + a.stride() * a.height(), b.view().data);
  };
  EXPECT_TRUE(same(pictures, alone));
  EXPECT_FALSE(same(sequence, alone));
}

TEST(ShmMatte, SequenceGoesOnWhereItWasStopped) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "in");
  write_frames(folder / "in/%02d.png");
  const auto names = names_in(folder / "in");
  ASSERT_GT(names.size(), 8U);
  const std::vector<std::string> job = {"-o", folder / "out", folder / "in", "--sequence"};
  ASSERT_EQ(matte(job).exit_code, 0);
  std::vector<std::string> whole;
  for (const std::string& name : names)
    whole.push_back(shm::read_whole_file(folder / "out" / name));
  fs::remove(folder / "out" / names[5]);  // and what follows depends on it
  std::vector<std::string> again = job;
  again.emplace_back("--resume");
  const Ran ran = matte(again);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_NE(ran.error.find("5 skipped"), std::string::npos) << ran.error;
  const std::string rest = std::to_string(names.size() - 5);
  EXPECT_NE(ran.error.find(rest + "/" + rest + " pictures"), std::string::npos) << ran.error;
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(shm::read_whole_file(folder / "out" / names[i]), whole[i]) << names[i];
}

TEST(ShmMatte, SettingsComeFromAFileToo) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  std::ofstream(folder / "settings.toml") << "output = \"alpha\"\n";
  ASSERT_EQ(matte({"-o", folder / "out", folder / "a.png", "--config", folder / "settings.toml"})
                .exit_code,
            0);
  std::ifstream png(folder / "out/a.png", std::ios::binary);
  png.seekg(25);
  EXPECT_EQ(png.get(), 0);
}

TEST(ShmMatte, MissingModelIsOneClearError) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  for (const std::string& input : {(folder / "a.png").string(), clip}) {
    const Ran ran = matte({"-o", folder / "out", input, "--model", "/nowhere/m.safetensors"});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.error.find("/nowhere/m.safetensors"), std::string::npos) << ran.error;
    EXPECT_TRUE(names_in(folder / "out").empty());
  }
}

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
    EXPECT_GT(shm::read_picture(folder / "sheet.png", ReadAs::rgb).height(), 6 * 192);
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
      "cd " SHM_SOURCE_ROOT "/examples; " SHM_BUILD_ROOT "/tools/shm-matte webcam_man.mp4 -o " +
      out + " 2>" + shell_quoted(folder / "error") +
      " & matte=$!; for i in $(seq 600); do [ -n \"$(ls -A " + out +
      " 2>/dev/null)\" ] && break; sleep 0.1; done; kill -INT $matte; wait $matte";
  // A shell without job control starts children in the background deaf to SIGINT; -m gives it.
  const int status = std::system(("bash -mc " + shell_quoted(command)).c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_TRUE(!fs::exists(folder / "out") || names_in(folder / "out").empty());
  EXPECT_NE(shm::read_whole_file(folder / "error").find("interrupted"), std::string::npos);
}

TEST(ShmMatte, ContainerWithoutAlphaIsRefusedForACutOut) {
  const TemporaryFolder folder;
  const Ran ran = matte({"-o", folder / "out", clip, "--container", "webm"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.error.find("alpha"), std::string::npos) << ran.error;
}

TEST(ShmMatte, FileThatIsNoVideoIsReported) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.mp4") << "no video";
  const Ran ran = matte({"-o", folder / "out", folder / "a.mp4"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("a.mp4"), std::string::npos) << ran.error;
  EXPECT_TRUE(names_in(folder / "out").empty());
}

TEST(ShmMatte, SheetShowsPictures) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  ASSERT_EQ(
      matte({"-o", folder / "out", folder / "a.png", "--sheet", folder / "sheet.png"}).exit_code,
      0);
  const Image sheet = shm::read_picture(folder / "sheet.png", ReadAs::rgb);
  EXPECT_GT(sheet.width(), 5 * 256);
}
