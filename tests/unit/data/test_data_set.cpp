// SPDX-License-Identifier: MIT
// Where files of a data set are looked for, and what it may lack.
#include "shm/data_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "shm/error.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using shm::Part;
using testing::ElementsAre;

namespace {

void touch(const fs::path& file) {
  fs::create_directories(file.parent_path());
  shm::write_whole_file(file, "");
}

}  // namespace

TEST(DataSet, FilesAreWhereTheOriginalHasThem) {
  const shm::DataSet data("d");
  EXPECT_EQ(data.file(Part::image, "a.b.jpg"), "d/image/a.b.jpg");
  EXPECT_EQ(data.file(Part::mask, "a.b.jpg"), "d/mask/a.b.png");
  EXPECT_EQ(data.file(Part::trimap, "a.jpg"), "d/trimap/a.png");
  EXPECT_EQ(data.file(Part::alpha, "a.webp"), "d/alpha/a.png");
  EXPECT_EQ(data.file(Part::foreground, "a.png"), "d/foreground/a.png");
}

TEST(DataSet, NamesAreThePicturesSorted) {
  const TemporaryFolder folder;
  for (const char* name : {"b.jpg", "a.PNG", "ü x.jpg", "notes.txt", ".hidden.jpg", "._b.jpg"})
    touch(folder.path() / "image" / name);
  fs::create_directories(folder / "image/folder.jpg");
  EXPECT_THAT(shm::DataSet(folder.path()).names(), ElementsAre("a.PNG", "b.jpg", "ü x.jpg"));
}

TEST(DataSet, KnowsWhatAPictureLacks) {
  const TemporaryFolder folder;
  touch(folder / "image/a.jpg");
  touch(folder / "mask/a.png");
  touch(folder / "alpha/b.png");
  const shm::DataSet data(folder.path());
  EXPECT_THAT(data.parts(), ElementsAre(Part::image, Part::mask, Part::alpha));
  EXPECT_THAT(data.missing("a.jpg"), ElementsAre(Part::alpha));
}

TEST(DataSet, AbsentFolderIsNotFound) {
  EXPECT_THROW(shm::DataSet("/nowhere").names(), shm::NotFound);
}
