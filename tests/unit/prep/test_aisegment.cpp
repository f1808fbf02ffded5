// SPDX-License-Identifier: MIT
// AISegment's tree as a data set, and every fault rejected.
#include "shm/aisegment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "folder_content.hpp"
#include "image/mat.hpp"
#include "made_up_aisegment.hpp"
#include "prep/fault_table.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using shm::BatchReport;
using testing::ElementsAreArray;
using testing::HasSubstr;

namespace {

shm::BatchObserver nobody;

BatchReport prepare(const fs::path& source, const fs::path& out,
                    const shm::BatchOptions& batch = {}, bool copy = false) {
  shm::AisegmentOptions options;
  options.trimap.size = 5;
  options.copy = copy;
  return shm::prepare_aisegment(source, shm::DataSet(out), options, batch, nobody);
}

std::vector<std::string> rejected(const fs::path& out) {
  std::vector<std::string> names;
  for (const shm::Fault& fault : shm::parse_csv(shm::read_whole_file(out / "rejected.csv")))
    names.push_back(fault.name);
  return names;
}

/// A tree of one portrait.
void write_pair(const fs::path& root, const std::string& folder, const Portrait& portrait) {
  fs::create_directories(root / "clip_img" / "d" / ("clip_" + folder));
  fs::create_directories(root / "matting" / "d" / ("matting_" + folder));
  shm::write_whole_file(root / "clip_img/d" / ("clip_" + folder) / "x.jpg",
                        encoded(".jpg", portrait.image));
  shm::write_whole_file(root / "matting/d" / ("matting_" + folder) / "x.png",
                        encoded(".png", portrait.cut_out()));
}

}  // namespace

TEST(Aisegment, EveryFaultIsRejectedAndTheRestIsWhole) {
  const TemporaryFolder folder;
  const MadeUpAisegment tree(folder / "tree", 60, 3);
  const BatchReport report = prepare(tree.root(), folder / "out");
  const shm::DataSet data(folder / "out");
  EXPECT_THAT(rejected(folder / "out"), ElementsAreArray(tree.rejected()));
  EXPECT_EQ(report.faults.size(), tree.rejected().size());
  EXPECT_EQ(data.names().size(), std::size_t(tree.whole()));
  for (const std::string& name : data.names())
    EXPECT_TRUE(data.missing(name).empty()) << name;
  EXPECT_EQ(
      shm::read_list(data.train_list()).names.size() + shm::read_list(data.val_list()).names.size(),
      std::size_t(tree.whole()));
}

TEST(Aisegment, ImageIsTheFileAndAlphaTheChannel) {
  const TemporaryFolder folder;
  Portrait portrait(3);
  portrait.image.setTo(0);  // black hair, black clothes, black room
  write_pair(folder / "tree", "1", portrait);
  prepare(folder / "tree", folder / "out");
  const fs::path clip = folder / "tree/clip_img/d/clip_1/x.jpg";
  EXPECT_TRUE(fs::equivalent(folder / "out/image/x.jpg", clip));
  const auto as_read = [&](const char* name) {
    return shm::as_mat(shm::read_picture(folder / name, shm::ReadAs::gray).view()).clone();
  };
  const cv::Mat alpha = as_read("out/alpha/x.png"), trimap = as_read("out/trimap/x.png");
  EXPECT_EQ(cv::norm(alpha, portrait.alpha, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(as_read("out/mask/x.png"), portrait.alpha >= 128, cv::NORM_INF), 0);
  EXPECT_EQ(cv::countNonZero((alpha > 0) & (alpha < 255) & (trimap != 128)), 0);
  EXPECT_EQ(cv::norm(alpha, trimap, cv::NORM_INF, trimap != 128), 0);
}

TEST(Aisegment, CopiesWhereThatIsAskedFor) {
  const TemporaryFolder folder;
  write_pair(folder / "tree", "1", Portrait(3));
  prepare(folder / "tree", folder / "out", {}, true);
  const fs::path clip = folder / "tree/clip_img/d/clip_1/x.jpg";
  EXPECT_FALSE(fs::equivalent(folder / "out/image/x.jpg", clip));
  EXPECT_EQ(shm::read_whole_file(folder / "out/image/x.jpg"), shm::read_whole_file(clip));
}

TEST(Aisegment, ClipsOfOneIdDoNotReplaceEachOther) {
  const TemporaryFolder folder;
  write_pair(folder / "tree", "1", Portrait(3));
  write_pair(folder / "tree", "2", Portrait(4));
  EXPECT_TRUE(prepare(folder / "tree", folder / "out").complete());
  EXPECT_EQ(shm::read_whole_file(folder / "out/image/d_clip_1_x.jpg"),
            encoded(".jpg", Portrait(3).image));
  EXPECT_EQ(shm::read_whole_file(folder / "out/image/d_clip_2_x.jpg"),
            encoded(".jpg", Portrait(4).image));
}

TEST(Aisegment, ReasonsSayWhatIsWrong) {
  const TemporaryFolder folder;
  write_pair(folder / "tree", "1", Portrait(3));
  shm::write_whole_file(folder / "tree/matting/d/matting_1/x.png",
                        encoded(".png", Portrait(3, {61, 80}).cut_out()));
  const BatchReport report = prepare(folder / "tree", folder / "out");
  ASSERT_EQ(report.faults.size(), 1u);
  EXPECT_THAT(report.faults[0].what, HasSubstr("60x80"));
  EXPECT_THAT(report.faults[0].what, HasSubstr("61x80"));
}

TEST(Aisegment, ShardsInAnyOrderMakeTheFilesOfOneRun) {
  const TemporaryFolder folder;
  const MadeUpAisegment tree(folder / "tree", 60, 4);
  prepare(tree.root(), folder / "one");
  for (const int index : {2, 3, 1})
    prepare(tree.root(), folder / "three", {2, {index, 3}});
  EXPECT_EQ(folder_content(folder / "three"), folder_content(folder / "one"));
}

TEST(Aisegment, SecondRunDoesOnlyWhatIsMissing) {
  const TemporaryFolder folder;
  const MadeUpAisegment tree(folder / "tree", 30, 5);
  prepare(tree.root(), folder / "out");
  const auto whole = folder_content(folder / "out");
  fs::remove(folder / "out/alpha/1803-10002.png");
  const BatchReport report = prepare(tree.root(), folder / "out");
  EXPECT_EQ(report.done, 1u);
  EXPECT_EQ(folder_content(folder / "out"), whole);
}

TEST(Aisegment, ExchangedPicturesOfTheTreeAreTakenAgain) {
  for (const bool copy : {false, true}) {
    const TemporaryFolder folder;
    write_pair(folder / "tree", "1", Portrait(3));
    prepare(folder / "tree", folder / "out", {}, copy);
    write_pair(folder / "tree", "1", Portrait(4));
    EXPECT_EQ(prepare(folder / "tree", folder / "out", {}, copy).done, 1u);
    EXPECT_EQ(shm::read_whole_file(folder / "out/image/x.jpg"), encoded(".jpg", Portrait(4).image));
    EXPECT_EQ(prepare(folder / "tree", folder / "out", {}, copy).done, 0u);
  }
}

TEST(Aisegment, MendedPictureLeavesTheTableOfRejects) {
  const TemporaryFolder folder;
  write_pair(folder / "tree", "1", Portrait(3));
  const fs::path clip = folder / "tree/clip_img/d/clip_1/x.jpg";
  const std::string bytes = shm::read_whole_file(clip);
  shm::write_whole_file(clip, bytes.substr(0, 300));
  prepare(folder / "tree", folder / "out");
  EXPECT_EQ(rejected(folder / "out").size(), 1u);
  shm::write_whole_file(clip, bytes);
  prepare(folder / "tree", folder / "out");
  EXPECT_TRUE(rejected(folder / "out").empty());
}

TEST(Aisegment, AnotherTreeIsToldWhatIsExpected) {
  const TemporaryFolder folder;
  try {
    prepare(folder.path(), folder / "out");
    FAIL();
  } catch (const shm::NotFound& error) {
    EXPECT_THAT(error.what(), HasSubstr("clip_img"));
  }
}
