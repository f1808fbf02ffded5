// SPDX-License-Identifier: MIT
// One holder of a folder at a time, and no file lost to it.
#include "file/folder_lock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

#include "shm/error.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

TEST(FolderLock, LeavesAllFilesWhereTheyAre) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "list.txt", [&](const fs::path& temporary) {
    std::ofstream(temporary) << "half";
    { const shm::FolderLock lock(folder.path()); }
    EXPECT_TRUE(fs::exists(temporary));
  });
  EXPECT_TRUE(fs::exists(folder / "list.txt"));
}

TEST(FolderLock, WaitsForItsHolder) {
  const TemporaryFolder folder;
  std::atomic<bool> is_free = false;
  std::jthread other;
  {
    const shm::FolderLock lock(folder.path());
    other = std::jthread([&] {
      const shm::FolderLock second(folder.path());
      EXPECT_TRUE(is_free);
    });
    is_free = true;
  }
}

TEST(FolderLock, FolderThatIsNotThereIsAWriteError) {
  EXPECT_THROW(shm::FolderLock("/nowhere"), shm::WriteError);
}
