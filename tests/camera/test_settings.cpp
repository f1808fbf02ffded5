// SPDX-License-Identifier: MIT
// What is kept for the next start.
#include <gtest/gtest.h>

#include <fstream>

#include "shm-camera/settings.hpp"
#include "shm/error.hpp"
#include "temporary_folder.hpp"

using namespace shm::camera;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> remarks;
void remark(const std::string& text) {
  remarks.push_back(text);
}

}  // namespace

TEST(CameraSettings, ComeBackAsTheyWere) {
  const TemporaryFolder folder;
  const Choices choices{"/dev/video2",
                        {{"background", "image"}, {"background-image", "/a b/ü;#.jpg"}}};
  save_choices(folder / "new/camera.ini", choices);
  EXPECT_EQ(load_choices(folder / "new/camera.ini", remark), choices);
}

TEST(CameraSettings, AbsentFileIsAsAtFirst) {
  const TemporaryFolder folder;
  remarks.clear();
  EXPECT_EQ(load_choices(folder / "camera.ini", remark), Choices());
  EXPECT_TRUE(remarks.empty());
}

TEST(CameraSettings, BrokenFileIsToldAndPutAside) {
  const TemporaryFolder folder;
  remarks.clear();
  std::ofstream(folder / "camera.ini") << "[matte\nblur";
  EXPECT_EQ(load_choices(folder / "camera.ini", remark), Choices());
  EXPECT_FALSE(fs::exists(folder / "camera.ini"));
  EXPECT_TRUE(fs::exists(folder / "camera.ini.broken"));
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_NE(remarks[0].find("camera.ini.broken"), std::string::npos) << remarks[0];
}

TEST(CameraSettings, PlaceThatCannotBeWrittenToIsNamed) {
  const TemporaryFolder folder;
  std::ofstream(folder / "file") << "no folder";
  EXPECT_THROW(save_choices(folder / "file/camera.ini", {}), shm::WriteError);
}

TEST(CameraSettings, WhatTheCommandLineSaidIsForOneRun) {
  const Choices kept{"auto", {{"blur-strength", "0.2"}, {"despill", "1"}}};
  const Choices at_start{"test", {{"blur-strength", "0.9"}, {"despill", "1"}, {"size", "256"}}};
  Choices now = at_start;
  EXPECT_EQ(merged(kept, at_start, now), kept);
  now.properties["feather"] = "3";
  now.properties.erase("despill");
  EXPECT_EQ(merged(kept, at_start, now),
            (Choices{"auto", {{"blur-strength", "0.2"}, {"feather", "3"}}}));
  now.camera = "/dev/video1";
  now.properties["blur-strength"] = "0.5";
  EXPECT_EQ(merged(kept, at_start, now),
            (Choices{"/dev/video1", {{"blur-strength", "0.5"}, {"feather", "3"}}}));
}
