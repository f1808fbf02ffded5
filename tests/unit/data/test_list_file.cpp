// SPDX-License-Identifier: MIT
// Lists as people and other systems write them.
#include "shm/list_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shm/error.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

using testing::ElementsAre;
using testing::HasSubstr;

namespace {

shm::NameList read(const std::string& text) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "train.txt", text);
  return shm::read_list(folder / "train.txt");
}

}  // namespace

TEST(ListFile, KeepsNamesInTheirOrder) {
  EXPECT_THAT(read("b.jpg\na.jpg\nwith spaces.jpg\n人物.jpg").names,
              ElementsAre("b.jpg", "a.jpg", "with spaces.jpg", "人物.jpg"));
}

TEST(ListFile, FilesFromWindowsAreFine) {
  const shm::NameList list = read(
      "\xEF\xBB\xBF"
      "a.jpg\r\n\r\nb.jpg\r\n");
  EXPECT_THAT(list.names, ElementsAre("a.jpg", "b.jpg"));
  EXPECT_TRUE(list.faults.empty());
}

TEST(ListFile, BlanksAtTheEndOfALineAreNoPartOfAName) {
  EXPECT_THAT(read("a.jpg  \nb c.jpg\t\r\n   \n").names, ElementsAre("a.jpg", "b c.jpg"));
}

TEST(ListFile, NamesMayLackTheirExtensions) {
  const TemporaryFolder folder;
  for (const char* name : {"a.jpg", "b.c.png", "d.jpg", "d.png", "e"})
    shm::write_whole_file(folder / name, "a picture");
  shm::write_whole_file(folder / "list.txt", "a\nb.c\nb.c.png\nd\nd.png\ngone\n");
  const shm::NameList list = shm::read_list(folder / "list.txt", folder.path());
  EXPECT_THAT(list.names, ElementsAre("a.jpg", "b.c.png", "d.png", "gone"));
  ASSERT_EQ(list.faults.size(), 2u);
  EXPECT_THAT(list.faults[0].what, HasSubstr("line 3: listed before"));
  EXPECT_THAT(list.faults[1].what, HasSubstr("line 4: there are several"));
}

TEST(ListFile, NamesOfAnyLengthAreRead) {
  const std::string longest(255, 'x'), longer(70'000, 'x');
  EXPECT_THAT(read(longest + "\n" + longer + "\n").names, ElementsAre(longest, longer));
  const TemporaryFolder folder;
  shm::write_list(folder / "list.txt", {longer});
  EXPECT_THAT(shm::read_list(folder / "list.txt", folder.path()).names, ElementsAre(longer));
}

TEST(ListFile, Utf16IsNamed) {
  EXPECT_THROW(read(std::string("\xFF\xFE"
                                "a\0",
                                4)),
               shm::BadInput);
}

TEST(ListFile, NameListedTwiceIsKeptOnceAndReportedWithItsLines) {
  const shm::NameList list = read("a.jpg\n\nb.jpg\na.jpg\n");
  EXPECT_THAT(list.names, ElementsAre("a.jpg", "b.jpg"));
  ASSERT_EQ(list.faults.size(), 1u);
  EXPECT_EQ(list.faults[0].name, "a.jpg");
  EXPECT_THAT(list.faults[0].what, HasSubstr("line 4"));
  EXPECT_THAT(list.faults[0].what, HasSubstr("line 1"));
}

TEST(ListFile, NamesThatLeaveTheFolderAreRefused) {
  const shm::NameList list = read("../x.jpg\n/etc/passwd\n..\n.\nsub/a.jpg\nok.jpg\nnul" +
                                  std::string(1, '\0') + ".jpg\n");
  EXPECT_THAT(list.names, ElementsAre("ok.jpg"));
  EXPECT_EQ(list.faults.size(), 6u);
}

TEST(ListFile, WritesWhatItReads) {
  const TemporaryFolder folder;
  shm::write_list(folder / "a.txt", {"x y.jpg", "ü.png"});
  EXPECT_EQ(shm::read_whole_file(folder / "a.txt"), "x y.jpg\nü.png\n");
}

TEST(ListFile, AbsentListIsNotFound) {
  EXPECT_THROW(shm::read_list("/nowhere/train.txt"), shm::NotFound);
}
