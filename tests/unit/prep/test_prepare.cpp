// SPDX-License-Identifier: MIT
// The steps to a data set, run once, again, and after damage.
#include "shm/prepare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "folder_content.hpp"
#include "image/mat.hpp"
#include "portrait.hpp"
#include "prep/fault_table.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using shm::BatchReport;
using shm::Fault;
using shm::NameList;
using shm::ReadAs;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;
using testing::UnorderedElementsAre;

namespace {

shm::BatchObserver nobody;

/// A data set of small portraits: image/ and mask/.
class Prepare : public testing::Test {
 protected:
  Prepare() {
    fs::create_directories(folder_ / "image");
    fs::create_directories(folder_ / "mask");
    for (int i = 0; i < 6; ++i)
      add(i);
  }

  void add(int number) {
    const Portrait portrait(number, {40, 50});
    const std::string name = std::to_string(number);
    shm::write_whole_file(folder_ / ("image/" + name + ".jpg"), encoded(".jpg", portrait.image));
    shm::write_whole_file(folder_ / ("mask/" + name + ".png"),
                          encoded(".png", portrait.alpha > 127));
    pictures_.names.push_back(name + ".jpg");
  }

  BatchReport trimaps(const shm::BatchOptions& batch = {}, int size = 5) {
    shm::TrimapOptions options;
    options.size = size;
    return shm::make_trimaps({data_.folder(shm::Part::mask)}, pictures_,
                             data_.folder(shm::Part::trimap), options, batch, nobody);
  }
  BatchReport alphas(const shm::BatchOptions& batch = {}) {
    return shm::make_alphas(data_, pictures_, {}, batch, nobody);
  }
  BatchReport foregrounds(const shm::BatchOptions& batch = {}) {
    return shm::make_foregrounds(data_, pictures_, {}, batch, nobody);
  }
  std::vector<Fault> failed(const std::string& part) const {
    return shm::parse_csv(shm::read_whole_file(folder_ / (part + "/failed.csv")));
  }

  TemporaryFolder folder_;
  shm::DataSet data_{folder_.path()};
  NameList pictures_;
};

cv::Mat read(const fs::path& file, ReadAs as = ReadAs::gray) {
  return shm::as_mat(shm::read_picture(file, as).view()).clone();
}

}  // namespace

TEST_F(Prepare, StepsFollowFromOneAnother) {
  EXPECT_EQ(trimaps().done, 6u);
  EXPECT_EQ(alphas().done, 6u);
  EXPECT_EQ(foregrounds().done, 6u);
  for (const std::string& name : pictures_.names)
    EXPECT_TRUE(data_.missing(name).empty()) << name;
  const cv::Mat trimap = read(folder_ / "trimap/0.png"), alpha = read(folder_ / "alpha/0.png");
  EXPECT_LE(cv::norm(alpha, trimap, cv::NORM_INF, trimap != 128), 25);
  EXPECT_EQ(read(folder_ / "foreground/0.png", ReadAs::rgb).size(), alpha.size());
}

TEST_F(Prepare, TrimapIsTheMethodsOwn) {
  trimaps();
  shm::TrimapOptions options;
  options.size = 5;
  const shm::Image expected =
      shm::trimap_from_mask(shm::read_picture(folder_ / "mask/3.png", ReadAs::gray), options);
  EXPECT_EQ(cv::norm(read(folder_ / "trimap/3.png"), shm::as_mat(expected.view()), cv::NORM_INF),
            0);
}

TEST_F(Prepare, SecondRunDoesNothing) {
  trimaps();
  const auto before = folder_content(folder_.path());
  const BatchReport again = trimaps();
  EXPECT_EQ(again.done, 0u);
  EXPECT_EQ(again.plan.present, 6u);
  EXPECT_EQ(folder_content(folder_.path()), before);
}

TEST_F(Prepare, ResultThatWasCutShortIsMadeAgain) {
  trimaps();
  const auto whole = folder_content(folder_.path());
  fs::resize_file(folder_ / "trimap/1.png", fs::file_size(folder_ / "trimap/1.png") - 1);
  fs::resize_file(folder_ / "trimap/2.png", 0);
  EXPECT_EQ(trimaps().done, 2u);
  EXPECT_EQ(folder_content(folder_.path()), whole);
}

TEST_F(Prepare, CorrectedMaskIsFollowedByEveryStage) {
  trimaps(), alphas(), foregrounds();
  shm::write_whole_file(folder_ / "mask/2.png", encoded(".png", Portrait(3, {40, 50}).alpha > 127));
  EXPECT_EQ(trimaps().done, 1u);
  EXPECT_EQ(alphas().done, 1u);
  EXPECT_EQ(foregrounds().done, 1u);
  EXPECT_EQ(cv::norm(read(folder_ / "trimap/2.png"), read(folder_ / "trimap/3.png"), cv::NORM_INF),
            0);
}

TEST_F(Prepare, SourceThatIsExchangedForAnOlderFileIsSeen) {
  trimaps();
  shm::write_whole_file(folder_ / "mask/2.png", encoded(".png", Portrait(3, {40, 50}).alpha > 127));
  fs::last_write_time(folder_ / "mask/2.png", fs::file_time_type::clock::now() - 48h);
  EXPECT_EQ(trimaps().done, 1u);
}

TEST_F(Prepare, SourceThatWasOnlyTouchedCostsNothing) {
  trimaps();
  fs::last_write_time(folder_ / "mask/2.png", fs::file_time_type::clock::now() + 1h);
  EXPECT_EQ(trimaps().done, 0u);
}

TEST_F(Prepare, ResultThatDoesNotSayWhatItWasMadeOfGoesByItsAge) {
  trimaps();
  for (const char* name : {"trimap/1.png", "trimap/2.png"})
    shm::write_picture(folder_ / name, shm::read_picture(folder_ / name, ReadAs::gray));
  fs::last_write_time(folder_ / "mask/2.png", fs::file_time_type::clock::now() + 1h);
  EXPECT_EQ(trimaps().done, 1u);
}

TEST_F(Prepare, ResultWhoseSourceHasGoneStays) {
  trimaps();
  const auto before = folder_content(folder_ / "trimap");
  fs::remove(folder_ / "mask/2.png");
  EXPECT_TRUE(trimaps().complete());
  EXPECT_EQ(folder_content(folder_ / "trimap"), before);
}

TEST_F(Prepare, SourceThatCannotBeReadAnyMoreIsNamedAndEndsNoRun) {
  trimaps();
  fs::remove(folder_ / "mask/2.png");
  fs::create_directories(folder_ / "mask/2.png");
  add(6);
  EXPECT_EQ(trimaps().done, 1u);
  EXPECT_EQ(failed("trimap").at(0).name, "2.jpg");
}

TEST_F(Prepare, LeftoversOfAKilledRunGo) {
  trimaps();
  const auto whole = folder_content(folder_.path());
  fs::remove(folder_ / "trimap/2.png");
  std::ofstream(folder_ / "trimap/.2.tmp-0123456789abcdef.png") << "half";
  trimaps();
  EXPECT_EQ(folder_content(folder_.path()), whole);
}

TEST_F(Prepare, ShardsInAnyOrderMakeTheFilesOfOneRun) {
  shm::write_whole_file(folder_ / "mask/1.png", "broken");
  shm::write_whole_file(folder_ / "mask/4.png", "broken");
  trimaps();
  const auto whole = folder_content(folder_ / "trimap");
  fs::remove_all(folder_ / "trimap");
  for (const int index : {3, 1, 2})
    trimaps({1, {index, 3}});
  EXPECT_EQ(folder_content(folder_ / "trimap"), whole);
}

TEST_F(Prepare, OtherSettingsNeedAnotherFolder) {
  trimaps({}, 5);
  try {
    trimaps({}, 9);
    FAIL() << "mixed two sizes in one folder";
  } catch (const shm::BadInput& error) {
    EXPECT_THAT(error.what(), HasSubstr("\"size\":5"));
    EXPECT_THAT(error.what(), HasSubstr("\"size\":9"));
  }
}

TEST_F(Prepare, EmptiedFolderTakesOtherSettings) {
  trimaps({}, 5);
  for (const std::string& name : shm::picture_names(folder_ / "trimap"))
    fs::remove(folder_.path() / "trimap" / name);
  EXPECT_EQ(trimaps({}, 9).done, 6u);
}

TEST_F(Prepare, ResultsDoNotGoBetweenTheirSources) {
  EXPECT_THROW(shm::make_masks(folder_ / "mask", folder_ / "image/../mask", {}, {}, nobody),
               shm::InvalidOption);
}

TEST_F(Prepare, WhatFailsIsNamedAndMendedLater) {
  trimaps();
  fs::remove(folder_ / "trimap/1.png");
  shm::write_whole_file(folder_ / "image/2.jpg", "no picture");
  const BatchReport report = alphas();
  EXPECT_EQ(report.done, 4u);
  ASSERT_EQ(report.faults.size(), 2u);
  EXPECT_THAT(failed("alpha"), ElementsAre(report.faults[0], report.faults[1]));
  EXPECT_EQ(report.faults[0].name, "1.jpg");
  EXPECT_THAT(report.faults[0].what, HasSubstr("trimap/1.png"));
  trimaps();
  alphas();
  EXPECT_THAT(failed("alpha"), ElementsAre(report.faults[1]));
}

TEST_F(Prepare, OtherSizeIsAFaultThatNamesBoth) {
  shm::write_whole_file(folder_ / "image/0.jpg", encoded(".jpg", Portrait(0, {50, 40}).image));
  trimaps();
  const BatchReport report = alphas();
  ASSERT_EQ(report.faults.size(), 1u);
  EXPECT_THAT(report.faults[0].what, HasSubstr("50x40"));
  EXPECT_THAT(report.faults[0].what, HasSubstr("40x50"));
}

TEST_F(Prepare, MaskWithoutAPersonIsNoted) {
  shm::write_whole_file(folder_ / "mask/0.png",
                        encoded(".png", cv::Mat(50, 40, CV_8U, cv::Scalar(1))));
  const BatchReport report = trimaps();
  EXPECT_TRUE(report.complete());
  ASSERT_EQ(report.notes.size(), 1u);
  EXPECT_THAT(report.notes[0].what, HasSubstr("largest value is 1"));
  EXPECT_EQ(cv::countNonZero(read(folder_ / "trimap/0.png")), 0);
}

TEST_F(Prepare, PicturesOfOneNameDoNotOverwriteEachOther) {
  pictures_.names.emplace_back("0.webp");
  const BatchReport report = trimaps();
  EXPECT_EQ(report.done, 6u);
  ASSERT_EQ(report.faults.size(), 1u);
  EXPECT_EQ(report.faults[0].name, "0.webp");
}

TEST_F(Prepare, FaultsOfTheListAreFaultsOfTheRun) {
  pictures_.faults.push_back({"../x.jpg", "train.txt line 9: no file name"});
  EXPECT_THAT(trimaps().faults, ElementsAre(pictures_.faults[0]));
}

TEST_F(Prepare, TrimapOfAnAlphaLeavesItsSoftPixelsUnknown) {
  fs::create_directories(folder_ / "soft");
  const Portrait portrait(1);
  shm::write_whole_file(folder_ / "soft/a.png", encoded(".png", portrait.cut_out()));
  shm::TrimapOptions options;
  options.size = 1;
  shm::make_trimaps({folder_ / "soft", true}, {{"a.png"}, {}}, folder_ / "out", options, {},
                    nobody);
  const cv::Mat soft = (portrait.alpha > 0) & (portrait.alpha < 255);
  EXPECT_EQ(cv::norm(read(folder_ / "out/a.png") == 128, soft, cv::NORM_INF), 0);
}

TEST_F(Prepare, MasksComeFromAlphaOrGrey) {
  fs::create_directories(folder_ / "source");
  const Portrait portrait(1);
  shm::write_whole_file(folder_ / "source/rgba.png", encoded(".png", portrait.cut_out()));
  shm::write_whole_file(folder_ / "source/grey.jpg", encoded(".jpg", portrait.alpha > 127));
  shm::write_whole_file(folder_ / "source/photo.jpg", encoded(".jpg", portrait.image));
  const BatchReport report =
      shm::make_masks(folder_ / "source", folder_ / "out", {100}, {}, nobody);
  EXPECT_EQ(cv::norm(read(folder_ / "out/rgba.png"), portrait.alpha >= 100, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(read(folder_ / "out/grey.png"), portrait.alpha > 127, cv::NORM_INF), 0);
  ASSERT_EQ(report.faults.size(), 1u);
  EXPECT_EQ(report.faults[0].name, "photo.jpg");
}

TEST_F(Prepare, SmallestPicturesAreDone) {
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 37), cv::Size(37, 1)}) {
    const std::string name = std::to_string(size.width) + "x" + std::to_string(size.height);
    shm::write_whole_file(folder_ / ("image/" + name + ".png"),
                          encoded(".png", Portrait(1, size).image));
    shm::write_whole_file(folder_ / ("mask/" + name + ".png"),
                          encoded(".png", cv::Mat(size, CV_8U, cv::Scalar(255))));
    pictures_.names.push_back(name + ".png");
  }
  EXPECT_TRUE(trimaps().complete());
  EXPECT_TRUE(alphas().complete());
  EXPECT_TRUE(foregrounds().complete());
}

TEST_F(Prepare, WrongOptionsAreNamedBeforeAnyWork) {
  EXPECT_THROW(trimaps({}, 0), shm::InvalidOption);
  EXPECT_THROW(trimaps({-1, {}}), shm::InvalidOption);
  EXPECT_THROW(shm::make_masks(folder_ / "mask", folder_ / "out", {0}, {}, nobody),
               shm::InvalidOption);
  EXPECT_FALSE(fs::exists(folder_ / "trimap"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}
