// SPDX-License-Identifier: MIT
/// Files that are not what they should be, or change while they are in use; with the real library.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <ostream>
#include <thread>

#include "harness.hpp"
#include "temporary_folder.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string rgb = raw_caps("RGB", 64, 48);
const fs::path good_model = SHM_SOURCE_ROOT "/models/default.safetensors";
const fs::path good_picture = SHM_SOURCE_ROOT "/examples/background.jpg";

/// Where a file should be, something else is.
struct Fault {
  const char* name;
  std::function<void(const fs::path& file, const fs::path& good)> make;
};

void PrintTo(const Fault& fault, std::ostream* out) {
  *out << fault.name;
}

void write_garbage(const fs::path& file, const fs::path& /*good*/) {
  std::ofstream(file) << std::string(5000, 'x');
}

void cut(const fs::path& file, const fs::path& good) {
  fs::copy_file(good, file);
  fs::resize_file(file, fs::file_size(good) / 100);
}

void change_a_byte(const fs::path& file, const fs::path& good) {
  fs::copy_file(good, file);
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(std::streamoff(fs::file_size(good) / 2));
  bytes.put('\x55').put('\x55').put('\x55').put('\x55');
}

void forbid(const fs::path& file, const fs::path& good) {
  fs::copy_file(good, file);
  fs::permissions(file, fs::perms::none);
}

const Fault garbage{"Garbage", write_garbage};
const Fault truncated{"Truncated", cut};
const Fault damaged{"Damaged", change_a_byte};
const Fault empty{"Empty", [](const fs::path& file, const fs::path&) { std::ofstream{file}; }};
const Fault a_folder{"AFolder",
                     [](const fs::path& file, const fs::path&) { fs::create_directory(file); }};
const Fault fifo{"AFifo",
                 [](const fs::path& file, const fs::path&) { ::mkfifo(file.c_str(), 0644); }};
const Fault absent{"Absent", [](const fs::path&, const fs::path&) {}};
const Fault unreadable{"Unreadable", forbid};

/// Root, who may read every file, is nobody meanwhile.
class AsNobody {
 public:
  AsNobody() : root_(::geteuid() == 0) {
    constexpr uid_t nobody = 65534;
    EXPECT_TRUE(!root_ || ::seteuid(nobody) == 0);
  }
  ~AsNobody() { EXPECT_TRUE(!root_ || ::seteuid(0) == 0); }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  bool root_;
};

/// A stream of grey frames, in which the network sees little.
struct Stream {
  explicit Stream(const fs::path& model, bool live = true)
      : harness({{"model", model.string()}, {"device", "cpu"}, {"size", "256"}}) {
    gst_harness_set_live(harness.get(), live ? TRUE : FALSE);
    harness.sink_caps(rgb);
  }

  std::vector<guint8> frame() {
    const BufferPtr out = harness.process(plain_frame(rgb, 128, index++));
    return out ? bytes_of(out.get()) : std::vector<guint8>();
  }

  /// Frames flow until something is said, twenty seconds at most.
  std::vector<std::string> warnings() {
    std::vector<std::string> warnings;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (warnings.empty() && std::chrono::steady_clock::now() < end) {
      EXPECT_FALSE(frame().empty());
      warnings = harness.warnings();
    }
    return warnings;
  }

  std::string model() const { return gst_structure_get_string(harness.stats().get(), "model"); }

  Harness harness;
  int index = 0;
};

struct ModelFault : testing::TestWithParam<Fault> {};
struct PictureFault : testing::TestWithParam<Fault> {};

TEST_P(ModelFault, SetWhilePlayingLeavesTheOldModelAtWork) {
  Stream stream("default");
  EXPECT_FALSE(stream.frame().empty());
  const TemporaryFolder folder;
  const fs::path file = folder / "model.safetensors";
  GetParam().make(file, good_model);
  const AsNobody reader;
  stream.harness.set("model", file);
  EXPECT_THAT(stream.warnings(), ElementsAre(AllOf(HasSubstr(file.string()),
                                                   HasSubstr("going on with the model default"))));
  EXPECT_THAT(stream.harness.errors(), IsEmpty());
  EXPECT_EQ(stream.harness.counted("failures"), 0U);
}

INSTANTIATE_TEST_SUITE_P(Is, ModelFault,
                         testing::Values(garbage, truncated, damaged, empty, a_folder, fifo, absent,
                                         unreadable),
                         [](const auto& fault) { return std::string(fault.param.name); });

TEST(ModelFile, ReplacedByGarbageWhileAtWorkChangesNothing) {
  const TemporaryFolder folder;
  const fs::path file = folder / "model.safetensors";
  fs::copy_file(good_model, file);
  Stream stream(file);
  EXPECT_FALSE(stream.frame().empty());
  write_garbage(file, {});
  stream.harness.set("size", "320");  // which makes the network anew
  EXPECT_FALSE(stream.frame().empty());
  fs::remove(file);
  EXPECT_FALSE(stream.frame().empty());
  EXPECT_EQ(stream.harness.counted("failures"), 0U);
}

TEST(ModelFile, CutWhileItIsLoadedIsRefusedOrTaken) {
  const TemporaryFolder folder;
  Stream stream("default");
  EXPECT_FALSE(stream.frame().empty());
  for (int i = 0; i < 20; ++i) {
    const fs::path file = folder / (std::to_string(i) + ".safetensors");
    fs::copy_file(good_model, file);
    stream.harness.set("model", file);
    EXPECT_FALSE(stream.frame().empty());
    std::this_thread::sleep_for(std::chrono::microseconds(500 * i));
    fs::resize_file(file, 5000);
    for (bool decided = false; !decided;) {
      EXPECT_FALSE(stream.frame().empty());
      decided = stream.model() == file || !stream.harness.warnings().empty();
    }
  }
  EXPECT_EQ(stream.harness.counted("failures"), 0U);
}

/// Of a frame in which nobody is shown, over red where the picture cannot be.
std::vector<int> behind(Stream& stream) {
  const std::vector<guint8> frame = stream.frame();
  return frame.empty() ? std::vector<int>() : std::vector<int>(frame.begin(), frame.begin() + 3);
}

const std::vector<int> red = {255, 0, 0};

struct PictureStream : Stream {
  explicit PictureStream(const fs::path& picture, bool live = false) : Stream("default", live) {
    harness.set("region-right", "0");
    harness.set("background-color", "0xffff0000");
    harness.set("background", "image");
    show(picture);
  }
  void show(const fs::path& picture) { harness.set("background-image", picture); }
};

TEST_P(PictureFault, GivesWayToTheColour) {
  const TemporaryFolder folder;
  const fs::path file = folder / "picture.jpg";
  GetParam().make(file, good_picture);
  PictureStream stream(file);
  std::optional<AsNobody> reader;
  if (GetParam().name == unreadable.name) reader.emplace();
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(behind(stream), red);
  EXPECT_THAT(stream.harness.warnings(),
              Contains(AllOf(HasSubstr(file.string()), HasSubstr("stands in"))).Times(1));
  EXPECT_EQ(stream.harness.counted("failures"), 0U);
}

INSTANTIATE_TEST_SUITE_P(Is, PictureFault,
                         testing::Values(garbage, truncated, empty, a_folder, fifo, absent,
                                         unreadable),
                         [](const auto& fault) { return std::string(fault.param.name); });

TEST(PictureFile, ThatVanishesOrBecomesGarbageWhileShownStays) {
  const TemporaryFolder folder;
  const fs::path file = folder / "picture.jpg";
  fs::copy_file(good_picture, file);
  PictureStream stream(file);
  const std::vector<int> shown = behind(stream);
  EXPECT_NE(shown, red);
  write_garbage(file, {});
  EXPECT_EQ(behind(stream), shown);
  fs::remove(file);
  EXPECT_EQ(behind(stream), shown);
}

TEST(PictureFile, EachThatIsSetAndCannotBeReadIsToldOfAtOnce) {
  PictureStream stream("/no/first.jpg");
  const auto told_of = [&](const std::string& file) {
    stream.harness.set("background-image", file);
    for (int i = 0; i < 3; ++i)
      EXPECT_EQ(behind(stream), red);
    return std::ranges::count_if(stream.harness.warnings(), [&](const std::string& warning) {
      return warning.find(file) != std::string::npos;
    });
  };
  EXPECT_EQ(told_of("/no/first.jpg"), 1);
  EXPECT_EQ(told_of("/no/second.jpg"), 1);
}

TEST(PictureFile, ThatWasMendedIsShownOnceItIsSetAgain) {
  const TemporaryFolder folder;
  const fs::path file = folder / "picture.jpg";
  PictureStream stream(file);
  EXPECT_EQ(behind(stream), red);
  fs::copy_file(good_picture, file);
  stream.harness.set("background", "color");
  EXPECT_EQ(behind(stream), red);
  stream.harness.set("background", "image");
  EXPECT_NE(behind(stream), red);
}

/// Frames flow until this is behind nobody, twenty seconds at most.
bool comes_to_show(PictureStream& stream, const std::vector<int>& wanted) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end)
    if (behind(stream) == wanted) return true;
  return false;
}

void write_grey(const fs::path& file, int grey) {
  std::ofstream(file) << "P5 600 400 255\n" << std::string(600UL * 400, char(grey));
}

TEST(PictureFile, IsReadBesideALiveStreamThatGoesOnAsItWas) {
  const TemporaryFolder folder;
  const std::vector<int> dark(3, 40), light(3, 200);
  write_grey(folder / "dark.pgm", 40);
  write_grey(folder / "light.pgm", 200);
  PictureStream stream(folder / "dark.pgm", true);
  EXPECT_EQ(behind(stream), dark) << "the first one is waited for";
  stream.show(folder / "light.pgm");
  EXPECT_EQ(behind(stream), dark);
  EXPECT_TRUE(comes_to_show(stream, light));
  stream.harness.set("background", "color");
  EXPECT_EQ(behind(stream), red);
  stream.show(folder / "dark.pgm");
  stream.harness.set("background", "image");
  EXPECT_EQ(behind(stream), red);
  EXPECT_TRUE(comes_to_show(stream, dark));
  EXPECT_THAT(stream.harness.warnings(), Not(Contains(HasSubstr("stands in"))));
}

TEST(PictureFile, IsReadBesideALiveStreamWithoutTheRoomUnderAlpha) {
  const TemporaryFolder folder;
  write_grey(folder / "dark.pgm", 40);
  Stream stream("default", true);
  stream.harness.set("region-right", "0");
  stream.harness.src_caps("video/x-raw, format=RGBA");
  EXPECT_EQ(behind(stream), std::vector(3, 128)) << "the room, where alpha is 0";
  stream.harness.set("background-image", folder / "dark.pgm");
  stream.harness.set("background", "image");
  EXPECT_EQ(behind(stream), std::vector(3, 0));
}

TEST(PictureFile, ThatIsNoLongerWantedWhenItIsReadIsNeverShown) {
  const TemporaryFolder folder;
  write_grey(folder / "dark.pgm", 40);
  write_grey(folder / "light.pgm", 200);
  PictureStream stream(folder / "dark.pgm", true);
  const std::vector<int> dark = behind(stream);
  stream.show(folder / "light.pgm");
  EXPECT_EQ(behind(stream), dark);
  stream.show(folder / "dark.pgm");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  while (std::chrono::steady_clock::now() < end)
    ASSERT_EQ(behind(stream), dark);
}

TEST(PictureFile, ThatCannotBeReadBesideALiveStreamGivesWayToTheColour) {
  const TemporaryFolder folder;
  write_garbage(folder / "bad.jpg", {});
  PictureStream stream(good_picture, true);
  EXPECT_NE(behind(stream), red);
  stream.show(folder / "bad.jpg");
  EXPECT_TRUE(comes_to_show(stream, red));
  EXPECT_THAT(stream.harness.warnings(),
              Contains(AllOf(HasSubstr("bad.jpg"), HasSubstr("stands in"))).Times(1));
  stream.show(good_picture);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (behind(stream) == red)
    ASSERT_LT(std::chrono::steady_clock::now(), end);
  EXPECT_EQ(stream.harness.counted("failures"), 0U);
}

}  // namespace
}  // namespace shm
