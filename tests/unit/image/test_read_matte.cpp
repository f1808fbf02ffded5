// SPDX-License-Identifier: MIT
// Masks and alphas from pictures of every kind of channel.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

fs::path write(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

float only_pixel(const shm::Plane& plane) {
  EXPECT_EQ(plane.width(), 1);
  EXPECT_EQ(plane.height(), 1);
  return *plane.view().data;
}

fs::path write_pixel(const fs::path& file, shm::PixelFormat format,
                     const std::vector<std::uint8_t>& channels) {
  shm::write_picture(file, shm::ImageView(channels.data(), 1, 1, 4, format));
  return file;
}

}  // namespace

TEST(ReadMatte, GrayIsAlphaAsItIs) {
  const TemporaryFolder folder;
  const fs::path file = write_pixel(folder / "a.png", shm::PixelFormat::gray, {0x33});
  EXPECT_FLOAT_EQ(only_pixel(shm::read_matte(file)), 0.2F);
}

TEST(ReadMatte, SixteenBitsKeepTheirPrecision) {
  const TemporaryFolder folder;
  const fs::path file = write(folder / "a.pgm", "P5 1 1 65535\n\x12\x34");
  EXPECT_FLOAT_EQ(only_pixel(shm::read_matte(file)), 0x1234 / 65535.0F);
}

TEST(ReadMatte, AlphaChannelCountsAndColorDoesNot) {
  const TemporaryFolder folder;
  const fs::path file =
      write_pixel(folder / "a.png", shm::PixelFormat::rgba, {0xFF, 0x80, 0x40, 0x66});
  EXPECT_FLOAT_EQ(only_pixel(shm::read_matte(file)), 0.4F);
}

TEST(ReadMatte, GrayIsReadFromThreeEqualChannels) {
  const TemporaryFolder folder;
  const fs::path file = write_pixel(folder / "a.png", shm::PixelFormat::rgb, {0x66, 0x66, 0x66});
  EXPECT_FLOAT_EQ(only_pixel(shm::read_matte(file)), 0.4F);
}

TEST(ReadMatte, OpaqueCutOutIsAllPerson) {
  const TemporaryFolder folder;
  const fs::path file = write_pixel(folder / "a.png", shm::PixelFormat::rgba, {9, 50, 90, 255});
  EXPECT_FLOAT_EQ(only_pixel(shm::read_matte(file)), 1);
}

TEST(ReadMatte, PhotographIsNoMatte) {
  const TemporaryFolder folder;
  const fs::path file = write_pixel(folder / "a.png", shm::PixelFormat::rgb, {9, 50, 90});
  EXPECT_THROW(shm::read_matte(file), shm::BadInput);
}

TEST(ReadMatte, HalfAFileIsNamedInTheError) {
  const TemporaryFolder folder;
  const fs::path file = write(folder / "half.png", "\x89PNG\r\n");
  try {
    shm::read_matte(file);
    FAIL() << "read half a file";
  } catch (const shm::BadInput& error) {
    EXPECT_NE(std::string(error.what()).find("half.png"), std::string::npos) << error.what();
  }
  EXPECT_THROW(shm::read_matte(folder / "absent.png"), shm::NotFound);
}
