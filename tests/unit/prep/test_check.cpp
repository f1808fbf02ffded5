// SPDX-License-Identifier: MIT
// Each thing that may be wrong with a data set is found.
#include "shm/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "portrait.hpp"
#include "shm/error.hpp"
#include "shm/prepare.hpp"
#include "shm/trimap.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using shm::CheckReport;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

shm::BatchObserver nobody;

/// A data set of thirty sound portraits in train.txt and val.txt.
class Check : public testing::Test {
 protected:
  Check() {
    for (const char* part : {"image", "mask", "trimap", "alpha"})
      fs::create_directories(folder_ / part);
    for (int i = 10; i < 40; ++i)
      add(std::to_string(i), Portrait(i));
    shm::write_lists(data_, 0.2);
  }

  void add(const std::string& stem, const Portrait& portrait) {
    const cv::Mat soft = (portrait.alpha > 0) & (portrait.alpha < 255);
    cv::Mat trimap = portrait.alpha.clone();
    trimap.setTo(128, soft);
    write("image/" + stem + ".jpg", encoded(".jpg", portrait.image));
    write("mask/" + stem + ".png", encoded(".png", portrait.alpha > 127));
    write("trimap/" + stem + ".png", encoded(".png", trimap));
    write("alpha/" + stem + ".png", encoded(".png", portrait.alpha));
  }

  void write(const std::string& name, const std::string& bytes) {
    shm::write_whole_file(folder_ / name, bytes);
  }

  CheckReport check(const shm::CheckOptions& options = {}) {
    return shm::check_data_set(data_, options, {}, nobody);
  }

  /// The only fault that is found, after something was done to picture 20.
  std::string fault_of_20() {
    const CheckReport report = check();
    EXPECT_EQ(report.faults.size(), 1u);
    EXPECT_FALSE(report.passed());
    if (report.faults.empty()) return {};
    EXPECT_EQ(report.faults[0].name, "20.jpg");
    EXPECT_THAT(report.good.train, Not(Contains("20.jpg")));
    EXPECT_THAT(report.good.val, Not(Contains("20.jpg")));
    EXPECT_EQ(report.good.train.size() + report.good.val.size(), 29u);
    EXPECT_EQ(report.worst.at(0).name, "20.jpg");
    return report.faults[0].what;
  }

  TemporaryFolder folder_;
  shm::DataSet data_{folder_.path()};
};

}  // namespace

TEST_F(Check, SoundDataSetPasses) {
  const CheckReport report = check();
  EXPECT_TRUE(report.passed()) << shm::to_json(report);
  EXPECT_EQ(report.pictures, 30u);
  EXPECT_EQ(report.samples.size(), 24u);
  EXPECT_EQ(report.worst.size(), 24u);
  EXPECT_EQ(report.good.train, shm::read_list(data_.train_list()).names);
  EXPECT_EQ(report.good.val, shm::read_list(data_.val_list()).names);
}

TEST_F(Check, MissingFileIsFound) {
  fs::remove(folder_ / "alpha/20.png");
  EXPECT_THAT(fault_of_20(), HasSubstr("no alpha/20.png"));
}

TEST_F(Check, ImageCutShortIsFound) {
  const std::string bytes = shm::read_whole_file(folder_ / "image/20.jpg");
  write("image/20.jpg", bytes.substr(0, bytes.size() / 2));
  EXPECT_THAT(fault_of_20(), HasSubstr("not a whole picture"));
}

TEST_F(Check, OtherSizeIsFound) {
  write("mask/20.png", encoded(".png", cv::Mat(80, 59, CV_8U, cv::Scalar(255))));
  EXPECT_THAT(fault_of_20(), HasSubstr("59x80"));
}

TEST_F(Check, StrangeValuesInATrimapAreFound) {
  cv::Mat trimap(80, 60, CV_8U, cv::Scalar(128));
  trimap.at<uchar>(3, 4) = 127;
  write("trimap/20.png", encoded(".png", trimap));
  EXPECT_THAT(fault_of_20(), HasSubstr("1 pixels"));
}

TEST_F(Check, AlphaThatContradictsItsTrimapIsFound) {
  write("alpha/20.png", encoded(".png", Portrait(21).alpha));
  EXPECT_THAT(fault_of_20(), HasSubstr("alpha"));
}

TEST_F(Check, MaskThatContradictsItsTrimapIsFound) {
  write("mask/20.png", encoded(".png", Portrait(21).alpha > 127));
  EXPECT_THAT(fault_of_20(), HasSubstr("mask"));
}

TEST_F(Check, AlphaThatContradictsItsMaskIsFoundWithoutATrimap) {
  fs::remove_all(folder_ / "trimap");
  EXPECT_TRUE(check().passed());
  write("mask/20.png", encoded(".png", Portrait(21).alpha > 127));
  EXPECT_THAT(fault_of_20(), HasSubstr("the mask knows"));
}

TEST_F(Check, ForegroundOfAnotherPictureIsFound) {
  fs::create_directories(folder_ / "foreground");
  EXPECT_TRUE(shm::make_foregrounds(data_, {data_.names(), {}}, {}, {}, nobody).complete());
  EXPECT_TRUE(check().passed()) << shm::to_json(check());
  write("foreground/20.png", shm::read_whole_file(folder_ / "foreground/21.png"));
  EXPECT_THAT(fault_of_20(), HasSubstr("foreground"));
}

TEST_F(Check, KnownPixelsMayGiveALittle) {
  cv::Mat alpha = Portrait(20).alpha;
  alpha.setTo(25, alpha == 0);
  write("alpha/20.png", encoded(".png", alpha));
  EXPECT_TRUE(check().passed());
  shm::CheckOptions strict;
  strict.tolerance = 24;
  EXPECT_FALSE(check(strict).passed());
}

TEST_F(Check, NameWithoutFilesIsFound) {
  shm::write_list(data_.train_list(), {"20.jpg", "gone.jpg"});
  const CheckReport report = check();
  ASSERT_EQ(report.faults.size(), 1u);
  EXPECT_EQ(report.faults[0].name, "gone.jpg");
  EXPECT_THAT(report.good.train, ElementsAre("20.jpg"));
}

TEST_F(Check, NameInBothListsStaysInVal) {
  shm::write_list(data_.train_list(), {"20.jpg", "21.jpg"});
  shm::write_list(data_.val_list(), {"21.jpg", "22.jpg"});
  const CheckReport report = check();
  EXPECT_EQ(report.faults.size(), 1u);
  EXPECT_THAT(report.good.train, ElementsAre("20.jpg"));
  EXPECT_THAT(report.good.val, ElementsAre("21.jpg", "22.jpg"));
}

TEST_F(Check, NameListedTwiceIsFoundAndKeptOnce) {
  write("train.txt", "20.jpg\n21.jpg\n20.jpg\n");
  write("val.txt", "22.jpg\n");
  const CheckReport report = check();
  EXPECT_EQ(report.faults.size(), 1u);
  EXPECT_THAT(report.good.train, ElementsAre("20.jpg", "21.jpg"));
}

TEST_F(Check, NearDuplicatesBetweenTrainAndValAreFound) {
  Portrait again(20);
  cv::resize(again.image, again.image, {}, 0.5, 0.5, cv::INTER_AREA);
  cv::resize(again.alpha, again.alpha, again.image.size(), 0, 0, cv::INTER_AREA);
  add("again", again);
  shm::write_list(data_.train_list(), {"20.jpg", "21.jpg"});
  shm::write_list(data_.val_list(), {"22.jpg", "again.jpg"});
  const CheckReport report = check();
  EXPECT_FALSE(report.passed());
  ASSERT_EQ(report.near_duplicates.size(), 1u);
  EXPECT_EQ(report.near_duplicates[0].train, "20.jpg");
  EXPECT_EQ(report.near_duplicates[0].val, "again.jpg");
  EXPECT_THAT(report.good.train, ElementsAre("21.jpg"));
  EXPECT_THAT(report.good.val, ElementsAre("22.jpg", "again.jpg"));
}

TEST_F(Check, PicturesOfOneNameAreFound) {
  write("image/20.webp", encoded(".webp", Portrait(99).image));
  const CheckReport report = check();
  ASSERT_EQ(report.faults.size(), 1u);
  EXPECT_EQ(report.faults[0].name, "20.webp");
}

TEST_F(Check, MissingListsAndLabelsAreFound) {
  fs::remove(data_.train_list());
  fs::remove(data_.val_list());
  EXPECT_THAT(check().faults, ElementsAre(testing::Field(&shm::Fault::name, "train.txt")));
  fs::remove_all(folder_ / "mask");
  fs::remove_all(folder_ / "alpha");
  EXPECT_EQ(check().faults.size(), 2u);
}

TEST_F(Check, ListOfOnesOwnIsCheckedAlone) {
  shm::write_list(folder_ / "mine.txt", {"20.jpg"});
  shm::CheckOptions options;
  options.train_list = folder_ / "mine.txt";
  const CheckReport report = check(options);
  EXPECT_TRUE(report.passed());
  EXPECT_EQ(report.pictures, 1u);
}

TEST_F(Check, GreatestDisagreementOfMaskAndAlphaComesFirst) {
  write("mask/25.png", encoded(".png", cv::Mat(80, 60, CV_8U, cv::Scalar(255))));
  EXPECT_EQ(check().worst.at(0).name, "25.jpg");
}

TEST_F(Check, ReportIsJsonWhateverTheNames) {
  write("train.txt", "20.jpg\n\xFF\xFE.jpg\n");
  const auto json = nlohmann::json::parse(shm::to_json(check()));
  EXPECT_FALSE(json.at("passed").get<bool>());
  EXPECT_EQ(json.at("faults").size(), 1u);
  EXPECT_GT(json.at("worst").at(0).at("name").get<std::string>().size(), 0u);
}

TEST_F(Check, SheetsShowEveryPictureEvenBrokenOnes) {
  write("alpha/20.png", "broken");
  const CheckReport report = check();
  EXPECT_GT(shm::sample_sheet(data_, report).height(), 24 * 80);
  EXPECT_GT(shm::worst_sheet(data_, report).height(), 24 * 80);
}

TEST_F(Check, WrongOptionsAreRefused) {
  shm::CheckOptions options;
  options.tolerance = 256;
  EXPECT_THROW(check(options), shm::InvalidOption);
  options = {};
  options.near_distance = 17;
  EXPECT_THROW(check(options), shm::InvalidOption);
}
