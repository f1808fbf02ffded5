// SPDX-License-Identifier: MIT
// shm-eval as its users see it: figures on the terminal, as JSON and as CSV.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "environment.hpp"
#include "program.hpp"
#include "shared_data.hpp"
#include "shm/picture.hpp"

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

namespace {

using Row = std::vector<std::uint8_t>;

/// A folder with alphas and truths of one row of pixels each.
class ShmEval : public testing::Test {
 protected:
  ShmEval() {
    for (const char* below : {"pred", "truth"})
      fs::create_directory(folder_ / below);
  }

  void write(const std::string& file, const Row& pixels) {
    fs::create_directories((folder_ / file).parent_path());
    shm::write_picture(folder_ / file, {pixels.data(), int(pixels.size()), 1,
                                        std::ptrdiff_t(pixels.size()), shm::PixelFormat::gray});
  }

  std::string path(const std::string& below) const { return (folder_ / below).string(); }

  Ran evaluate(std::vector<std::string> options) const {
    options.insert(options.begin(), {"--pred", path("pred"), "--truth", path("truth")});
    return run("shm-eval", options);
  }

  nlohmann::json json(std::vector<std::string> options = {}) const {
    options.insert(options.end(), {"--json", "-"});
    const Ran ran = evaluate(options);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return nlohmann::json::parse(ran.out);
  }

  TemporaryFolder folder_;
};

}  // namespace

TEST_F(ShmEval, JsonHoldsTheMeanTheWorstAndEveryPicture) {
  write("truth/a.png", {0, 0, 0, 255});
  write("pred/a.png", {0, 0, 255, 255});
  write("truth/b.png", {0, 255});
  write("pred/b.png", {0, 255});
  const nlohmann::json report = json();
  EXPECT_NEAR(report["mean"]["mad"], 125, 1e-3);
  EXPECT_NEAR(report["worst"]["mad"], 250, 1e-3);
  EXPECT_NEAR(report["worst"]["iou"], 0.5, 1e-6);
  ASSERT_EQ(report["pictures"].size(), 2U);
  EXPECT_EQ(report["pictures"][0]["name"], "a");
  EXPECT_NEAR(report["pictures"][0]["sad"], 0.001, 1e-6);
  EXPECT_EQ(report["pictures"][1]["mse"], 0);
}

TEST_F(ShmEval, TerminalShowsMeanAndWorstPictures) {
  write("truth/fine.png", {0, 255});
  write("pred/fine.png", {0, 255});
  write("truth/poor.png", {0, 255});
  write("pred/poor.png", {255, 0});
  const Ran ran = evaluate({});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("mean"));
  EXPECT_LT(ran.out.find("poor"), ran.out.find("fine")) << ran.out;
  EXPECT_THAT(ran.out, Not(HasSubstr("dtssd"))) << "there is no video";
}

TEST_F(ShmEval, CsvHasALineForEachPicture) {
  write("truth/a,b.png", {0, 255});
  write("pred/a,b.png", {0, 255});
  const Ran ran = evaluate({"--csv"});
  EXPECT_EQ(ran.out, "name,sad,mad,mse,grad,conn,iou,dtssd\n\"a,b\",0,0,0,0,0,1,0\n");
}

TEST_F(ShmEval, AlphaOfACutOutIsWhatIsJudged) {
  write("truth/a.png", {102});
  const Row pixel = {255, 128, 0, 102};
  shm::write_picture(path("pred/a.png"), {pixel.data(), 1, 1, 4, shm::PixelFormat::rgba});
  EXPECT_NEAR(json()["mean"]["mad"], 0, 1e-3);
}

TEST_F(ShmEval, OnlyTheUnknownOfATrimapCounts) {
  write("truth/a.png", {0, 0, 0, 255});
  write("pred/a.png", {255, 0, 255, 255});
  write("trimap/a.png", {0, 128, 128, 255});
  EXPECT_NEAR(json({"--trimap", path("trimap")})["mean"]["mad"], 500, 1e-3);
}

TEST_F(ShmEval, IgnoredPixelsDoNotCount) {
  write("truth/a.png", {0, 0, 0, 255});
  write("pred/a.png", {255, 0, 255, 255});
  write("truth/whole.png", {0});
  write("pred/whole.png", {0});
  write("ignore/a.png", {255, 0, 0, 0});
  EXPECT_NEAR(json({"--ignore", path("ignore")})["pictures"][0]["mad"], 1000.0 / 3, 1e-2);
}

TEST_F(ShmEval, FlickerOfASequenceIsTheSameWhateverTheJobs) {
  for (int frame = 0; frame < 7; ++frame) {
    const std::string name = std::to_string(frame) + ".png";
    write("truth/" + name, {0, 255});
    write("pred/" + name, {std::uint8_t(frame * frame * 5), 255});
  }
  const nlohmann::json alone = json({"--sequence", "--jobs", "1"});
  EXPECT_EQ(alone, json({"--sequence", "--jobs", "3"}));
  EXPECT_EQ(alone["pictures"][0]["dtssd"], 0);
  EXPECT_NEAR(alone["pictures"][2]["dtssd"], 15 / 255.0 / std::sqrt(2) * 100, 1e-3);
}

TEST_F(ShmEval, ListNamesThePicturesToTake) {
  for (const char* file : {"truth/a.png", "pred/a.png", "truth/b.png", "pred/b.png"})
    write(file, {0, 255});
  std::ofstream(path("list.txt")) << "b.jpg\n";
  const nlohmann::json report = json({"--list", path("list.txt")});
  ASSERT_EQ(report["pictures"].size(), 1U);
  EXPECT_EQ(report["pictures"][0]["name"], "b");
}

TEST_F(ShmEval, ListMayLeaveExtensionsOut) {
  for (const char* file : {"truth/a.b.png", "pred/a.b.png", "truth/c.png", "pred/c.png"})
    write(file, {0, 255});
  std::ofstream(path("list.txt")) << "a.b  \r\nc.jpg\n";
  const nlohmann::json report = json({"--list", path("list.txt")});
  ASSERT_EQ(report["pictures"].size(), 2U);
  EXPECT_EQ(report["pictures"][0]["name"], "a.b");
}

TEST_F(ShmEval, WhatCannotBeMeasuredIsNamedAndTheRestReported) {
  for (const char* file : {"truth/good.png", "pred/good.png", "truth/absent.png", "truth/wide.png"})
    write(file, {0, 255});
  write("pred/wide.png", {0, 0, 0});
  write("pred/extra.png", {0, 255});
  write("truth/torn.png", {0, 255});
  std::ofstream(path("pred/torn.png")) << "no picture";
  const Ran ran = evaluate({"--json"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("absent: no picture of this name in " + path("pred")));
  EXPECT_THAT(ran.error, HasSubstr("extra: no picture of this name in " + path("truth")));
  EXPECT_THAT(ran.error, HasSubstr("wide: the alpha is 3x1, the truth 2x1"));
  EXPECT_THAT(ran.error, HasSubstr("torn.png"));
  const nlohmann::json report = nlohmann::json::parse(ran.out);
  ASSERT_EQ(report["pictures"].size(), 1U);
  EXPECT_EQ(report["pictures"][0]["name"], "good");
  EXPECT_EQ(report["failed"].size(), 4U);
}

TEST_F(ShmEval, TrimapOfAnotherSizeIsAnError) {
  write("truth/a.png", {0, 255});
  write("pred/a.png", {0, 255});
  write("trimap/a.png", {128});
  const Ran ran = evaluate({"--trimap", path("trimap")});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr(path("trimap/a.png")));
}

TEST_F(ShmEval, SheetHoldsNoMoreThanTheWorstSixteen) {
  const auto height = [&](int pictures) {
    for (int i = 0; i < pictures; ++i) {
      const std::string name = std::to_string(i) + ".png";
      write("truth/" + name, {0, 255});
      write("pred/" + name, {std::uint8_t(i), 255});
    }
    EXPECT_EQ(evaluate({"--sheet", path("sheet.png"), "--overwrite"}).exit_code, 0);
    return shm::read_picture(path("sheet.png"), shm::ReadAs::rgb).height();
  };
  EXPECT_GT(height(16), height(3));
  EXPECT_EQ(height(20), height(16));
}

TEST_F(ShmEval, ReportThatCannotBeWrittenIsAnErrorBeforeAnyWork) {
  write("truth/a.png", {0, 255});
  write("pred/a.png", {0, 255});
  for (const char* report : {"--json", "--csv", "--sheet"}) {
    const Ran ran = evaluate({report, path("truth/a.png/report")});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_THAT(ran.error, HasSubstr(path("truth/a.png")));
    EXPECT_THAT(ran.error, Not(HasSubstr("pictures"))) << "nothing was measured";
    EXPECT_EQ(evaluate({report, path("truth")}).exit_code, 1) << "a folder is no report";
  }
  EXPECT_EQ(evaluate({"--sheet", path("sheet.xyz")}).exit_code, 2) << "no picture's name";
}

TEST_F(ShmEval, ReportsReplaceNothingUnlessToldTo) {
  write("truth/a.png", {0, 255});
  write("pred/a.png", {0, 255});
  for (const char* report : {"--json", "--csv", "--sheet"}) {
    write("photo.png", {1, 2, 3});
    const Ran ran = evaluate({report, path("photo.png")});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.error, HasSubstr(std::string(report) + ": " + path("photo.png") +
                                     " is there already: --overwrite replaces it"));
    EXPECT_EQ(shm::read_picture(path("photo.png"), shm::ReadAs::gray).width(), 3);
    EXPECT_EQ(evaluate({report, path("photo.png"), "--overwrite"}).exit_code, 0);
  }
}

TEST_F(ShmEval, ReportsGoIntoFoldersThatAreNotThereYet) {
  write("truth/a.png", {0, 255});
  write("pred/a.png", {0, 255});
  EXPECT_EQ(evaluate({"--json", path("a/b/x.json"), "--csv", path("new/x.csv"), "--sheet",
                      path("sheets/x.png")})
                .exit_code,
            0);
  for (const char* report : {"a/b/x.json", "new/x.csv", "sheets/x.png"})
    EXPECT_TRUE(fs::exists(path(report))) << report;
}

TEST_F(ShmEval, FolderThatIsNotThereIsNamed) {
  const Ran ran = run("shm-eval", {"--pred", path("pred"), "--truth", path("nowhere")});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr(path("nowhere")));
}

TEST_F(ShmEval, EmptyFoldersAreAnError) {
  const Ran ran = evaluate({});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("no pictures"));
}

TEST_F(ShmEval, ModelIsJudgedOnPhotographsOfADataSet) {
  SHM_NEEDS_SHARED_DATA();
  std::ofstream(path("list.txt")) << "00120.jpg\n00144.jpg\n";
  const Ran ran = run("shm-eval", {"--model", SHM_SOURCE_ROOT "/models/default.safetensors",
                                   "--data", shared_data("data/portraits"), "--list",
                                   path("list.txt"), "--device", "cpu", "--json", "-"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const nlohmann::json report = nlohmann::json::parse(ran.out);
  EXPECT_EQ(report["pictures"].size(), 2U);
  EXPECT_GT(report["mean"]["iou"], 0.9);
}

TEST_F(ShmEval, ModelThatFitsTheMachineIsNamed) {
  write("data/image/a.png", {0, 255});
  write("data/mask/a.png", {0, 255});
  const shm::EnvironmentVariable cache("XDG_CACHE_HOME", path("cache"));
  const Ran ran = run("shm-eval", {"--model", "auto", "--data", path("data")});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.error, AnyOf(HasSubstr("default on "), HasSubstr("eco on ")));
}

TEST_F(ShmEval, ModelThatIsNotThereIsNamed) {
  write("data/image/a.png", {0, 255});
  write("data/mask/a.png", {0, 255});
  const Ran ran = run("shm-eval", {"--model", "nowhere.safetensors", "--data", path("data")});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("nowhere.safetensors"));
}

TEST_F(ShmEval, BadUsageExitsWithTwo) {
  EXPECT_EQ(run("shm-eval", {}).exit_code, 2);
  EXPECT_EQ(run("shm-eval", {"--pred", path("pred")}).exit_code, 2);
  EXPECT_EQ(evaluate({"--model", "default"}).exit_code, 2);
  EXPECT_EQ(evaluate({"--worst-by", "taste"}).exit_code, 2);
  EXPECT_EQ(evaluate({"--jobs", "-1"}).exit_code, 2);
  EXPECT_EQ(run("shm-eval", {"--help"}).exit_code, 0);
}
