// SPDX-License-Identifier: MIT
// How shm-matte is called: help, flags, and what is refused before any work.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "clip.hpp"
#include "environment.hpp"
#include "matte.hpp"
#include "shm/options.hpp"

namespace fs = std::filesystem;

namespace {

const std::string photo = SHM_SOURCE_ROOT "/examples/background.jpg";

}  // namespace

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
  EXPECT_EQ(shm::read_picture(folder / "a.png", shm::ReadAs::rgba).view().data[3], 255);
}

TEST(ShmMatte, SheetReplacesNeitherInputNorResult) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  write_photo(folder / "room.png", 40, 30);
  fs::create_symlink("a.png", folder / "link.png");
  for (const char* sheet : {"a.png", "link.png", "out/a.png", "out/../out/a.png", "room.png"}) {
    const Ran ran =
        matte({"--overwrite", "-o", folder / "out", folder / "a.png", "--background", "image",
               "--background-image", folder / "room.png", "--sheet", folder / sheet});
    EXPECT_EQ(ran.exit_code, 2) << sheet;
    EXPECT_NE(ran.error.find("choose another name"), std::string::npos) << sheet << ran.error;
  }
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(ShmMatte, OptionsThatAreNoneAreNamed) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  const Ran misspelt = matte({"-o", folder / "out", "--backgrnd", "blur", folder / "a.png"});
  EXPECT_EQ(misspelt.exit_code, 2);
  EXPECT_NE(misspelt.error.find("shm-matte: error: there is no option --backgrnd"),
            std::string::npos)
      << misspelt.error;
  for (const std::string line : {"backgruond = \"blur\"", "no settings {{{", "[backgruond]"}) {
    shm::write_whole_file(folder / "c.toml", line + "\n");
    const Ran ran = matte({"--config", folder / "c.toml", "-o", folder / "out", folder / "a.png"});
    EXPECT_EQ(ran.exit_code, 2) << line;
    EXPECT_NE(ran.error.find("is no option"), std::string::npos) << ran.error;
  }
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(ShmMatte, FolderThatHoldsFoldersAloneIsToldApartFromAnEmptyOne) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "in/inner");
  const Ran ran = matte({"-o", folder / "out", folder / "in"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("name " + (folder / "in/inner").string()), std::string::npos)
      << ran.error;
}

TEST(ShmMatte, BackgroundsPictureNeedNotBeAskedForTwice) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  ASSERT_EQ(matte({"-o", folder / "out", folder / "a.png", "--background-image", folder / "a.png"})
                .exit_code,
            0);
  EXPECT_EQ(shm::read_picture(folder / "out/a.png", shm::ReadAs::rgba).view().data[3], 255);
}

TEST(ShmMatte, BackgroundThatCannotBeReadIsToldOnceBeforeWork) {
  const TemporaryFolder folder;
  for (const char* name : {"a.png", "b.png"})
    write_photo(folder / name, 40, 30);
  shm::write_whole_file(folder / "room.jpg", "no picture");
  const Ran ran = matte({"-o", folder / "out", folder / "a.png", folder / "b.png",
                         "--background-image", folder / "room.jpg"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.error.find("room.jpg"), ran.error.rfind("room.jpg")) << ran.error;
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(ShmMatte, InputNamedTwiceIsSaidToBe) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  const Ran ran = matte({"-o", folder / "out", folder.path(), folder / "a.png"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.error.find("a.png is named twice"), std::string::npos) << ran.error;
}

TEST(ShmMatte, SheetThatCannotBeIsRefusedBeforeWork) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  const auto sheet = [&](const char* name) {
    return matte({"-o", folder / "out", folder / "a.png", "--sheet", folder / name}).exit_code;
  };
  EXPECT_EQ(sheet("sheet.xyz"), 2);
  EXPECT_EQ(sheet("a.png/sheet.png"), 1);
  EXPECT_FALSE(fs::exists(folder / "out"));
  EXPECT_EQ(matte({"-o", folder / "out", "-", "--sheet", folder / "b.png"}).exit_code, 2);
  EXPECT_EQ(sheet("new/sheet.png"), 0);
  EXPECT_TRUE(fs::exists(folder / "new/sheet.png"));
}

TEST(ShmMatte, FolderThatCannotBeWrittenToIsNamed) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  const Ran ran = matte({"-o", folder / "a.png/out", folder / "a.png"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.error.find("cannot write into the folder " + (folder / "a.png/out").string()),
            std::string::npos)
      << ran.error;
}

TEST(ShmMatte, InputThatCannotBeLookedAtSaysWhy) {
  const TemporaryFolder folder;
  fs::create_symlink("loop", folder / "loop");
  const Ran ran = matte({"-o", folder / "out", folder / "loop"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.error.find("loop: Too many levels of symbolic links"), std::string::npos)
      << ran.error;
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

TEST(ShmMatte, AGpuThatLibTorchCannotUseIsAnErrorOnlyWhereItWasAskedFor) {
  if (fs::exists("/dev/nvidiactl")) GTEST_SKIP() << "LibTorch can use this machine's";
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 32, 32);
  const shm::EnvironmentVariable driver("SHM_CUDA_DRIVER",
                                        SHM_BUILD_ROOT "/tests/unit/base/libstub-cuda.so");
  const auto on = [&](const std::string& device) {
    return run("shm-matte",
               {"-o", folder / "out", folder / "a.png", "--size", "64", "--device", device});
  };
  const Ran asked = on("cuda");
  EXPECT_EQ(asked.exit_code, 1);
  EXPECT_THAT(asked.error, testing::AnyOf(testing::HasSubstr("scripts/setup --cuda"),
                                          testing::HasSubstr("cuda:0: does not work")));
  EXPECT_EQ(on("auto").exit_code, 0);
  EXPECT_EQ(names_in(folder / "out"), Names{"a.png"});
}

TEST(ShmMatte, ContainerWithoutAlphaIsRefusedForACutOut) {
  const TemporaryFolder folder;
  const Ran ran = matte({"-o", folder / "out", clip, "--container", "webm"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.error.find("alpha"), std::string::npos) << ran.error;
}

TEST(ShmMatte, SheetOfTooLongANameIsRefusedInOneSentence) {
  const TemporaryFolder folder;
  write_photo(folder / "a.png", 40, 30);
  const std::string sheet = folder / (std::string(253, 's') + ".png");
  const Ran ran = matte({"-o", folder / "out", folder / "a.png", "--sheet", sheet});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error,
              testing::StartsWith("shm-matte: error: " + sheet + ": File name too long\n"));
}
