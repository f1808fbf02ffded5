// SPDX-License-Identifier: MIT
// Pictures to stand behind a person.
#include <gtest/gtest.h>

#include <fstream>

#include "shm-camera/pictures.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

using namespace shm::camera;

namespace {

std::string photo() {
  return shm::read_whole_file(SHM_SOURCE_ROOT "/examples/background.jpg");
}

}  // namespace

TEST(CameraPictures, AreListedFoundAndRemoved) {
  const TemporaryFolder folder;
  const Pictures pictures(folder / "backgrounds");
  EXPECT_TRUE(pictures.names().empty());
  EXPECT_EQ(pictures.add("My shelf.png", photo()), "My-shelf.jpg");
  EXPECT_EQ(pictures.names(), std::vector<std::string>{"My-shelf.jpg"});
  EXPECT_EQ(pictures.file("My-shelf.jpg"), folder / "backgrounds/My-shelf.jpg");
  pictures.remove("My-shelf.jpg");
  EXPECT_TRUE(pictures.names().empty());
}

TEST(CameraPictures, NamesNeverLeaveTheFolder) {
  const TemporaryFolder folder;
  const Pictures pictures(folder / "backgrounds");
  EXPECT_EQ(pictures.add("../../outside.jpg", photo()), "outside.jpg");
  EXPECT_EQ(pictures.add("..", photo()), "picture.jpg");
  EXPECT_EQ(pictures.add("", photo()), "picture-2.jpg");
  for (const char* name : {"../camera.ini", "/etc/passwd", ".", "", "nobody.jpg"}) {
    EXPECT_THROW(pictures.file(name), shm::NotFound) << name;
    EXPECT_THROW(pictures.remove(name), shm::NotFound) << name;
  }
}

TEST(CameraPictures, AreKeptNoLargerThanAnyCamerasFrames) {
  const TemporaryFolder folder;
  const Pictures pictures(folder / "backgrounds");
  const shm::Image large(5000, 1000, shm::PixelFormat::rgb);
  const std::string name = pictures.add("wide.png", shm::encode_picture(".png", large.view()));
  const shm::Image kept = shm::read_picture(pictures.file(name), shm::ReadAs::rgb);
  EXPECT_EQ(kept.width(), 4096);
  EXPECT_EQ(kept.height(), 819);
}

TEST(CameraPictures, WhatIsNoPictureIsNotKept) {
  const TemporaryFolder folder;
  const Pictures pictures(folder / "backgrounds");
  EXPECT_THROW(pictures.add("a.jpg", "<html>"), shm::BadInput);
  EXPECT_THROW(pictures.add("a.jpg", photo().substr(0, 2000)), shm::BadInput);
  EXPECT_TRUE(pictures.names().empty());
}
