// SPDX-License-Identifier: MIT
// What the names of cameras stand for.
#include <gtest/gtest.h>

#include "shm-camera/source.hpp"

using namespace shm::camera;

namespace {

const std::vector<Device> two = {{"/dev/video7", "Front"}, {"/dev/video9", "Back"}};

}  // namespace

TEST(CameraSource, AutoIsTheFirstCameraThatIsThere) {
  EXPECT_EQ(find_source("auto", two, {})->device, "/dev/video7");
  EXPECT_FALSE(find_source("auto", {}, {}));
}

TEST(CameraSource, DeviceIsTakenByItsPathAndAwaitedWhereItIsAbsent) {
  EXPECT_EQ(find_source("/dev/video9", two, {})->name, "Back");
  EXPECT_FALSE(find_source("/dev/video-of-nobody", two, {}));
}

TEST(CameraSource, DeviceIsAskedForThePaceFirst) {
  const std::string description = find_source("auto", two, {})->description;
  EXPECT_LT(description.find("framerate=30/1"), description.find("video/x-raw;image/jpeg"));
}

TEST(CameraSource, FilesBeginAnewAndElementsAreTakenAsTheyAre) {
  const std::string film = SHM_SOURCE_ROOT "/examples/walk.mkv";
  EXPECT_EQ(find_source(film, {}, {})->file, film);
  const Source elements = *find_source("videotestsrc pattern=snow", {}, {});
  EXPECT_EQ(elements.file, "");
  EXPECT_EQ(elements.description, "videotestsrc pattern=snow ! decodebin");
}
