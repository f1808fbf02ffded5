// SPDX-License-Identifier: MIT
// Files that change while they are in use, and what is no file.
#include "file/file_bytes.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "shm/error.hpp"
#include "temporary_folder.hpp"

namespace shm {
namespace {

constexpr std::size_t most = 1 << 20;

std::string text_of(const FileBytes& file) {
  std::string text(file.bytes().size(), '\0');
  std::ranges::transform(file.bytes(), text.begin(), [](std::byte byte) { return char(byte); });
  return text;
}

struct AFile : testing::Test {
  AFile() { std::ofstream(file) << "what stands in it"; }

  TemporaryFolder folder;
  std::filesystem::path file = folder / "file";
};

TEST_F(AFile, KeepsWhatWasReadWhenItIsCutOrWrittenOver) {
  const FileBytes read(file, most);
  std::ofstream(file) << "other";
  EXPECT_EQ(text_of(read), "what stands in it");
  std::filesystem::resize_file(file, 0);
  EXPECT_EQ(text_of(read), "what stands in it");
}

TEST_F(AFile, LongerThanAllowedIsRefusedUnread) {
  std::filesystem::resize_file(file, std::uintmax_t(1) << 40);  // of which the disk has a page
  EXPECT_THROW(FileBytes(file, most), BadInput);
}

TEST_F(AFile, ThatIsEmptyHasNoBytes) {
  std::filesystem::resize_file(file, 0);
  EXPECT_EQ(text_of(FileBytes(file, most)), "");
}

TEST_F(AFile, ThatIsNoneIsRefusedAtOnce) {
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_THROW(FileBytes(folder / "fifo", most), BadInput) << "nobody waits for a writer";
  EXPECT_THROW(FileBytes(folder.path(), most), BadInput);
  EXPECT_THROW(FileBytes(folder / "absent", most), NotFound);
}

}  // namespace
}  // namespace shm
