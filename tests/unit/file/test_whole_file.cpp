// SPDX-License-Identifier: MIT
// Files that are replaced, or not, but never left half written.
#include "shm/whole_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <thread>

#include "file/descriptor.hpp"
#include "shm/error.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

long entries(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

}  // namespace

TEST(WholeFile, ReadsBackWhatItWrote) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "a.txt", std::string_view("one\0two", 7));
  EXPECT_EQ(shm::read_whole_file(folder / "a.txt"), std::string("one\0two", 7));
  EXPECT_EQ(entries(folder.path()), 1);
}

TEST(WholeFile, ReplacesWhatStoodThere) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "a.txt", "long old text");
  shm::write_whole_file(folder / "a.txt", "new");
  EXPECT_EQ(shm::read_whole_file(folder / "a.txt"), "new");
}

TEST(WholeFile, FailedWriterLeavesTheOldFileAndNoOther) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "a.txt", "old");
  const auto half = [](const fs::path& temporary) {
    std::ofstream(temporary) << "half";
    throw shm::WriteError("disk full");
  };
  EXPECT_THROW(shm::write_whole_file(folder / "a.txt", half), shm::WriteError);
  EXPECT_EQ(shm::read_whole_file(folder / "a.txt"), "old");
  EXPECT_EQ(entries(folder.path()), 1);
}

TEST(WholeFile, AbsentFolderIsNamedInTheError) {
  const TemporaryFolder folder;
  try {
    shm::write_whole_file(folder / "gone/a.txt", "text");
    FAIL() << "wrote into a folder that is not there";
  } catch (const shm::WriteError& error) {
    EXPECT_NE(std::string(error.what()).find("gone/a.txt"), std::string::npos) << error.what();
  }
}

TEST(WholeFile, AbsentFileIsNotFound) {
  EXPECT_THROW(shm::read_whole_file("/nowhere/a.txt"), shm::NotFound);
}

TEST(WholeFile, FolderIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_THROW(shm::read_whole_file(folder.path()), shm::BadInput);
}

TEST(WholeFile, LeftoversOfOnesOwnNamesAreRemoved) {
  const TemporaryFolder folder;
  fs::path left;
  for (const char* name : {"mine one.png", "theirs.png"})
    shm::write_whole_file(folder / name, [&](const fs::path& temporary) {
      std::ofstream(temporary) << "half";
      left = temporary;
      fs::copy_file(left, left.parent_path() / (left.stem().string() + "0.png"));
    });
  ASSERT_EQ(entries(folder.path()), 4);
  shm::remove_leftovers(folder.path(), {"mine one.png"});
  EXPECT_EQ(entries(folder.path()), 3);
  EXPECT_TRUE(fs::exists(folder / "mine one.png"));
}

TEST(WholeFile, PipesAndDevicesAreWrittenToAndStay) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] { read = shm::read_whole_file(folder / "pipe"); });
  shm::write_whole_file(folder / "pipe", "report", shm::Outlives::process);
  reader.join();
  EXPECT_EQ(read, "report");
  EXPECT_TRUE(fs::is_fifo(folder / "pipe"));
  const shm::Descriptor log(folder / "log", O_RDWR | O_CREAT);
  ASSERT_EQ(::write(log.get(), "before ", 7), 7);
  const fs::path link = folder / "stdout";
  fs::create_symlink("/proc/self/fd/" + std::to_string(log.get()), link);
  shm::write_whole_file(link, "report", shm::Outlives::process);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(shm::read_whole_file(folder / "log"), "before report");
}

TEST(WholeFile, WhatAnotherRunIsWritingIsNoLeftover) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "a.mov", [&](const fs::path& temporary) {
    std::ofstream(temporary) << "half";
    shm::remove_leftovers(folder.path(), {"a.mov"});
    std::ofstream(temporary, std::ios::app) << " and half";
  });
  EXPECT_EQ(shm::read_whole_file(folder / "a.mov"), "half and half");
}

TEST(WholeFile, LongestNamesAreWrittenAndTheirLeftoversRemoved) {
  const TemporaryFolder folder;
  const std::string name = std::string(247, 'n') + ".png";
  shm::write_whole_file(folder / name, [&](const fs::path& temporary) {
    std::ofstream(temporary) << "whole";
    fs::copy_file(temporary, temporary.parent_path() / (temporary.stem().string() + "0.png"));
  });
  EXPECT_EQ(shm::read_whole_file(folder / name), "whole");
  ASSERT_EQ(entries(folder.path()), 2);
  shm::remove_leftovers(folder.path(), {name});
  EXPECT_EQ(entries(folder.path()), 1);
  EXPECT_TRUE(fs::exists(folder / name));
}

TEST(WholeFile, NameThatIsTooLongIsItsOwnFailureNotTheDisks) {
  const TemporaryFolder folder;
  const std::string name = std::string(252, 'n') + ".png";
  try {
    shm::write_whole_file(folder / name, "whole");
    FAIL();
  } catch (const shm::BadInput& error) {
    EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
  }
  EXPECT_EQ(entries(folder.path()), 0);
}
