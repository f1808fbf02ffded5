// SPDX-License-Identifier: MIT
// What a killed run left behind goes, what users put there stays.
#include "prep/leftovers.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

/// Whether what is half written under a name is still there after leftovers have been removed.
bool survives(const char* name) {
  const TemporaryFolder folder;
  bool is_there = false;
  shm::write_whole_file(folder / name, [&](const fs::path& temporary) {
    std::ofstream(temporary) << "half";
    const fs::path left = temporary.parent_path() /
                          (temporary.stem().string() + "0" + temporary.extension().string());
    fs::copy_file(temporary, left);
    shm::remove_shared_leftovers(folder.path(), shm::FolderLock(folder.path()));
    is_there = fs::exists(left);
    std::ofstream(temporary) << "whole";
  });
  return is_there;
}

}  // namespace

TEST(Leftovers, OfListsAreRemovedAndOfPicturesStay) {
  EXPECT_FALSE(survives("train.txt"));
  EXPECT_FALSE(survives("failed.csv"));
  EXPECT_TRUE(survives("person.png"));
}
