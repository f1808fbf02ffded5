// SPDX-License-Identifier: MIT
// Where models are looked for, in which order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "shm/error.hpp"
#include "shm/model.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

/// $SHM_MODEL_PATH for the time of a test.
class ModelPath {
 public:
  explicit ModelPath(const std::string& folders) {
    if (const char* was = std::getenv("SHM_MODEL_PATH")) before_ = was;
    ::setenv("SHM_MODEL_PATH", folders.c_str(), 1);
  }
  ~ModelPath() { ::setenv("SHM_MODEL_PATH", before_.c_str(), 1); }
  ModelPath(const ModelPath&) = delete;
  ModelPath& operator=(const ModelPath&) = delete;

 private:
  std::string before_;
};

fs::path touch(const fs::path& file) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "model";
  return file;
}

std::string failure_for(const std::string& model) {
  try {
    return "found " + shm::find_model(model).string();
  } catch (const shm::NotFound& error) {
    return error.what();
  }
}

}  // namespace

TEST(FindModel, PathIsTakenAsItIs) {
  const TemporaryFolder folder;
  const fs::path file = touch(folder / "weights.bin");
  EXPECT_EQ(shm::find_model(file.string()), file);
}

TEST(FindModel, NameWithExtensionIsAPathInTheWorkingFolder) {
  const TemporaryFolder folder;
  touch(folder / "mine.safetensors");
  const ModelPath path(folder.path().string());
  EXPECT_THAT(failure_for("mine.safetensors"), testing::HasSubstr("no model file"));
}

TEST(FindModel, NameIsLookedUpInTheFoldersOfTheUserInOrder) {
  const TemporaryFolder folder;
  const fs::path second = touch(folder / "b/mine.safetensors");
  const ModelPath path((folder / "a").string() + "::" + (folder / "b").string());
  EXPECT_EQ(shm::find_model("mine"), second);
  const fs::path first = touch(folder / "a/mine.safetensors");
  EXPECT_EQ(shm::find_model("mine"), first);
}

TEST(FindModel, ModelsBesideTheLibraryAreFoundAfterTheUsers) {
  const TemporaryFolder folder;
  const ModelPath path(folder.path().string());
  const std::string name = "test-find-model-" + std::to_string(::getpid());
  const fs::path beside =
      touch(fs::path(SHM_BUILD_ROOT) / "tests/models" / (name + ".safetensors"));
  EXPECT_EQ(fs::canonical(shm::find_model(name)), fs::canonical(beside));
  const fs::path users = touch(folder / (name + ".safetensors"));
  EXPECT_EQ(shm::find_model(name), users);
  fs::remove(beside);
}

TEST(FindModel, FailureListsThePlacesAndTheRemedy) {
  const TemporaryFolder folder;
  const ModelPath path(folder.path().string());
  EXPECT_THAT(failure_for("nosuch"),
              testing::AllOf(testing::HasSubstr(folder / "nosuch.safetensors"),
                             testing::HasSubstr("/models/nosuch.safetensors"),
                             testing::HasSubstr("share/shmmatting/models/nosuch.safetensors"),
                             testing::HasSubstr("SHM_MODEL_PATH")));
  EXPECT_THAT(failure_for("/nowhere/m.safetensors"), testing::HasSubstr("/nowhere/m.safetensors"));
}
