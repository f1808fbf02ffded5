// SPDX-License-Identifier: MIT
// Training and validation stay apart as pictures come.
#include "shm/split.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "file/folder_lock.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsSubsetOf;

namespace {

std::vector<std::string> numbered(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i)
    names.push_back(std::to_string(i) + ".jpg");
  return names;
}

}  // namespace

TEST(Split, HashIsTheSameOnEveryMachine) {
  // FNV-1a of "foobar" is 0x85944171f73967e8; then MurmurHash3's fmix64.
  EXPECT_EQ(shm::name_hash("foobar"), 0x2c22194922d1672b);
  EXPECT_EQ(shm::name_hash(""), 0xefd01f60ba992926);
}

TEST(Split, ValGetsItsShare) {
  const shm::Split split = shm::split_names(numbered(5000), 0.1);
  EXPECT_NEAR(double(split.val.size()), 500, 60);
  EXPECT_EQ(split.train.size() + split.val.size(), 5000u);
}

TEST(Split, PicturesKeepTheirSideAsOthersCome) {
  const shm::Split before = shm::split_names(numbered(300), 0.2);
  const shm::Split after = shm::split_names(numbered(900), 0.2);
  EXPECT_THAT(before.val, IsSubsetOf(after.val));
  EXPECT_THAT(before.train, IsSubsetOf(after.train));
}

TEST(Split, LargerFractionOnlyAddsToVal) {
  EXPECT_THAT(shm::split_names(numbered(900), 0.1).val,
              IsSubsetOf(shm::split_names(numbered(900), 0.3).val));
}

TEST(Split, AnotherFormatOfThePictureChangesNothing) {
  for (const std::string& name : shm::split_names(numbered(200), 0.5).val)
    EXPECT_TRUE(shm::split_names({name.substr(0, name.size() - 4) + ".webp"}, 0.5).train.empty());
}

TEST(Split, AllOrNothing) {
  EXPECT_TRUE(shm::split_names(numbered(50), 0).val.empty());
  EXPECT_TRUE(shm::split_names(numbered(50), 1).train.empty());
  EXPECT_THROW(shm::split_names(numbered(5), 1.01), shm::InvalidOption);
  EXPECT_THROW(shm::split_names(numbered(5), -0.1), shm::InvalidOption);
}

TEST(Split, OfPicturesOfOneNameTheFirstIsListed) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "image");
  for (const char* name : {"a.jpg", "a.png", "b.png"})
    shm::write_whole_file(folder.path() / "image" / name, "a picture");
  EXPECT_EQ(shm::write_lists(shm::DataSet(folder.path()), 0).train,
            (std::vector<std::string>{"a.jpg", "b.png"}));
}

TEST(Split, ListsHoldWhatHasAllParts) {
  const TemporaryFolder folder;
  for (const char* name :
       {"image/a.jpg", "image/b.jpg", "alpha/a.png", "mask/a.png", "mask/b.png"}) {
    fs::create_directories((folder / name).parent_path());
    shm::write_whole_file(folder / name, "");
  }
  shm::write_lists(shm::DataSet(folder.path()), 0);
  EXPECT_EQ(shm::read_whole_file(folder / "train.txt"), "a.jpg\n");
  EXPECT_EQ(shm::read_whole_file(folder / "val.txt"), "");
}

TEST(Split, ListsHoldWhatWasMadeWhileTheyWaitedForTheirTurn) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "image");
  std::optional<shm::FolderLock> other(folder.path());
  std::jthread lists([&] { shm::write_lists(shm::DataSet(folder.path()), 0); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  shm::write_whole_file(folder / "image/late.jpg", "a picture");
  other.reset();
  lists.join();
  EXPECT_EQ(shm::read_whole_file(folder / "train.txt"), "late.jpg\n");
}
