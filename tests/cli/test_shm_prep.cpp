// SPDX-License-Identifier: MIT
// shm-prep as its users see it: from masks to a data set that passes its check.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "folder_content.hpp"
#include "made_up_aisegment.hpp"
#include "process.hpp"
#include "program.hpp"
#include "tagged_pictures.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

const std::string shm_prep = tool("shm-prep");

cv::Mat colored(const cv::Mat& gray) {
  cv::Mat result;
  cv::cvtColor(gray, result, cv::COLOR_GRAY2BGR);
  return result;
}

class ShmPrep : public testing::Test {
 protected:
  /// image/ and mask/ of made-up people.
  void add_people(const fs::path& root, int count, cv::Size size = {60, 80}) {
    fs::create_directories(root / "image");
    fs::create_directories(root / "mask");
    for (int i = 0; i < count; ++i) {
      const Portrait portrait(i, size);
      cv::imwrite((root / "image" / (std::to_string(i) + ".jpg")).string(), portrait.image);
      cv::imwrite((root / "mask" / (std::to_string(i) + ".png")).string(), portrait.alpha > 127);
    }
  }

  /// The exit code; what was printed is in output_.
  int run(const std::vector<std::string>& arguments) {
    const Ran ran = ::run("shm-prep", arguments);
    output_ = ran.error + ran.out;
    return ran.exit_code;
  }

  /// Starts the program and kills it after a random part of `longest`.
  int run_and_kill(std::vector<std::string> arguments, std::chrono::microseconds longest) {
    arguments.insert(arguments.begin(), shm_prep);
    Process process(arguments, folder_ / "output");
    std::this_thread::sleep_for(std::uniform_real_distribution<>(0, 1)(random_) * longest);
    process.signal(SIGKILL);
    return process.wait();
  }

  /// Starts the program and interrupts it once `file`, its first result, is there.
  int run_and_interrupt(std::vector<std::string> arguments, const fs::path& file) {
    arguments.insert(arguments.begin(), shm_prep);
    Process process(arguments, folder_ / "output");
    while (!fs::exists(file))
      std::this_thread::sleep_for(1ms);
    process.signal(SIGINT);
    const int code = process.wait();
    output_ = process.output();
    return code;
  }

  /// The steps from masks to a checked data set.
  static std::vector<std::vector<std::string>> steps(const std::string& root) {
    return {{"trimap", "--masks", root + "/mask", "--out", root + "/trimap"},
            {"alpha", "--data", root},
            {"foreground", "--data", root},
            {"list", root},
            {"check", root}};
  }

  TemporaryFolder folder_;
  std::string output_;
  std::mt19937 random_{std::random_device()()};
};

}  // namespace

TEST_F(ShmPrep, MasksBecomeADataSetThatPassesItsCheck) {
  add_people(folder_ / "d", 30);
  for (const auto& step : steps(folder_ / "d"))
    EXPECT_EQ(run(step), 0) << output_;
  EXPECT_THAT(output_, HasSubstr("passed"));
  for (const char* name : {"check.json", "check-samples.png", "check-worst.png"})
    EXPECT_TRUE(fs::exists(folder_.path() / "d" / name)) << name;
}

TEST_F(ShmPrep, ReportsOfACheckGoIntoAFolderThatIsNotThereYet) {
  add_people(folder_ / "d", 3);
  run({"list", folder_ / "d", "--val", "0"});
  EXPECT_EQ(run({"check", folder_ / "d", "--out", folder_ / "new/reports", "--fix-list",
                 folder_ / "lists/good.txt"}),
            0)
      << output_;
  for (const char* name :
       {"new/reports/check.json", "new/reports/check-worst.png", "lists/good.txt"})
    EXPECT_TRUE(fs::exists(folder_ / name)) << name;
}

TEST_F(ShmPrep, FolderForReportsThatCannotBeIsRefusedBeforeTheCheck) {
  add_people(folder_ / "d", 3);
  run({"list", folder_ / "d", "--val", "0"});
  EXPECT_EQ(run({"check", folder_ / "d", "--out", folder_ / "d/train.txt/new"}), 1);
  EXPECT_THAT(output_, HasSubstr("d/train.txt/new"));
  EXPECT_THAT(output_, testing::Not(HasSubstr("pictures to do")));
}

TEST_F(ShmPrep, CheckOfAFolderThatIsNotThereMakesNone) {
  EXPECT_EQ(run({"check", folder_ / "nowhere"}), 1);
  EXPECT_FALSE(fs::exists(folder_ / "nowhere"));
}

TEST_F(ShmPrep, CorrectedMaskIsNoticedByTheCheckAndFollowedByEveryStage) {
  add_people(folder_ / "d", 12);
  for (const auto& step : steps(folder_ / "d"))
    EXPECT_EQ(run(step), 0) << output_;
  cv::imwrite((folder_ / "d/mask/3.png").string(), Portrait(4, {60, 80}).alpha > 127);
  EXPECT_EQ(run({"check", folder_ / "d"}), 1);
  EXPECT_THAT(output_, HasSubstr("3.jpg: mask: "));
  for (const auto& step : steps(folder_ / "d"))
    EXPECT_EQ(run(step), 0) << output_;
}

TEST_F(ShmPrep, PicturesAndMasksTurnedByExifAreThoseThatStandUpright) {
  const auto add = [&](const fs::path& root, const cv::Mat& picture, const cv::Mat& mask,
                       int orientation) {
    for (const char* part : {"image", "mask"})
      fs::create_directories(root / part);
    const Tags tags{orientation, {}};
    shm::write_whole_file(root / "image/0.webp", tagged_webp(picture, tags));
    shm::write_whole_file(root / "mask/0.png", tagged_png(mask, tags));
    shm::write_whole_file(root / "image/1.jpg", tagged_jpeg(picture, tags));
    shm::write_whole_file(root / "mask/1.webp", tagged_webp(colored(mask), tags));
  };
  const Portrait portrait(1, {64, 80});
  const cv::Mat mask = portrait.alpha > 127;
  cv::Mat picture_on_side, mask_on_side;
  cv::rotate(portrait.image, picture_on_side, cv::ROTATE_90_COUNTERCLOCKWISE);
  cv::rotate(mask, mask_on_side, cv::ROTATE_90_COUNTERCLOCKWISE);
  add(folder_ / "upright", portrait.image, mask, 1);
  add(folder_ / "turned", picture_on_side, mask_on_side, 6);
  for (const char* root : {"upright", "turned"})
    for (const auto& step : steps(folder_ / root))
      EXPECT_EQ(run(step), 0) << output_;
  for (const char* name : {"trimap/0.png", "trimap/1.png", "alpha/0.png", "foreground/0.png"}) {
    const auto read = [&](const char* root) {
      return cv::imread((folder_ / root / name).string(), cv::IMREAD_UNCHANGED);
    };
    ASSERT_EQ(read("turned").size(), portrait.image.size()) << name;
    EXPECT_EQ(cv::norm(read("turned"), read("upright"), cv::NORM_INF), 0) << name;
  }
}

TEST_F(ShmPrep, AisegmentTreeWithFaultsBecomesADataSetThatPassesItsCheck) {
  const MadeUpAisegment tree(folder_ / "tree", 100, 4);
  EXPECT_EQ(run({"aisegment", tree.root(), folder_ / "out", "--json"}), 0) << output_;
  const auto summary = nlohmann::json::parse(output_.substr(output_.find("\n{")));
  EXPECT_EQ(summary.at("failed").get<std::size_t>(), tree.rejected().size());
  EXPECT_GT(summary.at("worker_memory_bytes").get<std::size_t>(), 0u);
  EXPECT_EQ(run({"check", folder_ / "out"}), 0) << output_;
}

TEST_F(ShmPrep, KilledAtRandomMomentsItMakesTheSameInTheEnd) {
  const MadeUpAisegment tree(folder_ / "tree", 300, 6);
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(run({"aisegment", tree.root(), folder_ / "whole"}), 0) << output_;
  const auto time = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
  int killed = 0;
  for (int i = 0; i < 8; ++i)
    killed += run_and_kill({"aisegment", tree.root(), folder_ / "killed"}, time / 2) == -SIGKILL;
  EXPECT_GT(killed, 0);
  ASSERT_EQ(run({"aisegment", tree.root(), folder_ / "killed"}), 0) << output_;
  EXPECT_EQ(folder_content(folder_ / "killed"), folder_content(folder_ / "whole"));
}

TEST_F(ShmPrep, InterruptedItLeavesOnlyWholeFilesAndGoesOn) {
  add_people(folder_ / "d", 200, {120, 160});
  fs::copy(folder_ / "d", folder_ / "e", fs::copy_options::recursive);
  const auto trimaps = [&](const char* set) {
    return std::vector<std::string>{"trimap",
                                    "--masks",
                                    folder_.path() / set / "mask",
                                    "--out",
                                    folder_.path() / set / "trimap",
                                    "--jobs",
                                    "1"};
  };
  ASSERT_EQ(run(trimaps("d")), 0);
  EXPECT_EQ(run_and_interrupt(trimaps("e"), folder_ / "e/trimap/0.png"), 1) << output_;
  EXPECT_THAT(output_, HasSubstr("start again"));
  EXPECT_LT(folder_content(folder_ / "e/trimap").size(), 200u);
  for (const auto& [name, hash] : folder_content(folder_ / "e"))
    EXPECT_EQ(name.find(".tmp-"), std::string::npos) << name;
  EXPECT_EQ(run(trimaps("e")), 0) << output_;
  EXPECT_EQ(folder_content(folder_ / "e"), folder_content(folder_ / "d"));
}

TEST_F(ShmPrep, ShardsAtTheSameTimeMakeTheFilesOfOneRun) {
  const MadeUpAisegment tree(folder_ / "tree", 120, 4);
  ASSERT_EQ(run({"aisegment", tree.root(), folder_ / "one"}), 0) << output_;
  {
    std::vector<std::unique_ptr<Process>> shards;
    for (const std::string shard : {"3/3", "1/3", "2/3"})
      shards.push_back(std::make_unique<Process>(
          std::vector<std::string>{shm_prep, "aisegment", tree.root(), folder_ / "three", "--shard",
                                   shard, "--jobs", "1"},
          folder_ / ("output" + shard.substr(0, 1))));
    for (const auto& shard : shards)
      EXPECT_EQ(shard->wait(), 0) << shard->output();
  }
  EXPECT_EQ(folder_content(folder_ / "three"), folder_content(folder_ / "one"));
}

TEST_F(ShmPrep, GnuParallelMakesTheFilesOfOneRun) {
  if (std::system("parallel --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "no GNU parallel";
  ::setenv("PATH", (SHM_BUILD_ROOT "/tools:" + std::string(std::getenv("PATH"))).c_str(), 1);
  for (const char* name : {"one run", "share's"})
    add_people(folder_ / name, 20);
  for (const auto& step : steps(folder_ / "one run"))
    ASSERT_EQ(run(step), 0) << output_;
  Process parallel({SHM_SOURCE_ROOT "/examples/cluster/parallel.sh", folder_ / "share's", "3"},
                   folder_ / "output");
  EXPECT_EQ(parallel.wait(), 0) << parallel.output();
  EXPECT_EQ(folder_content(folder_ / "share's"), folder_content(folder_ / "one run"));
}

TEST_F(ShmPrep, BrokenPictureIsNamedAndTheOthersAreDone) {
  add_people(folder_ / "d", 5);
  std::ofstream(folder_ / "d/mask/3.png") << "broken";
  EXPECT_EQ(run({"trimap", "--masks", folder_ / "d/mask", "--out", folder_ / "t"}), 1);
  EXPECT_THAT(output_, HasSubstr("3.png"));
  EXPECT_THAT(output_, HasSubstr("4 done"));
  EXPECT_THAT(shm::read_whole_file(folder_ / "t/failed.csv"), HasSubstr("3.png,"));
}

TEST_F(ShmPrep, NameThatIsTooLongForAResultFailsAlone) {
  add_people(folder_ / "d", 4);
  fs::copy(folder_ / "d/mask/0.png", folder_ / "d/mask" / std::string(253, '0'));
  EXPECT_EQ(run({"trimap", "--masks", folder_ / "d/mask", "--out", folder_ / "t", "--jobs", "1"}),
            1);
  EXPECT_THAT(output_, HasSubstr("File name too long"));
  EXPECT_THAT(output_, HasSubstr("4 done, 0 done before, 1 failed"));
}

TEST_F(ShmPrep, CheckFixesTheLists) {
  add_people(folder_ / "d", 12);
  for (const auto& step : steps(folder_ / "d"))
    ASSERT_EQ(run(step), 0) << output_;
  fs::remove(folder_ / "d/alpha/7.png");
  EXPECT_EQ(run({"check", folder_ / "d"}), 1);
  EXPECT_THAT(output_, HasSubstr("no alpha/7.png"));
  EXPECT_EQ(run({"check", folder_ / "d", "--fix-list", folder_ / "good.txt"}), 1);
  EXPECT_EQ(shm::read_whole_file(folder_ / "good.txt").find("7.jpg"), std::string::npos);
  EXPECT_EQ(run({"check", folder_ / "d", "--fix-list"}), 1);
  EXPECT_EQ(run({"check", folder_ / "d"}), 0) << output_;
}

TEST_F(ShmPrep, ListOfWhatIsGoodReplacesNoFileUnlessItIsTold) {
  add_people(folder_ / "d", 3);
  run({"list", folder_ / "d", "--val", "0"});
  std::ofstream(folder_ / "good.txt") << "mine";
  std::vector<std::string> check = {"check", folder_ / "d", "--fix-list", folder_ / "good.txt"};
  EXPECT_EQ(run(check), 2);
  EXPECT_THAT(output_, HasSubstr("good.txt is there already: --overwrite replaces it"));
  EXPECT_EQ(shm::read_whole_file(folder_ / "good.txt"), "mine");
  check.emplace_back("--overwrite");
  EXPECT_EQ(run(check), 0) << output_;
  EXPECT_THAT(shm::read_whole_file(folder_ / "good.txt"), HasSubstr("1.jpg"));
}

TEST_F(ShmPrep, ListNamesThePicturesToDo) {
  add_people(folder_ / "d", 5);
  std::ofstream(folder_ / "list.txt") << "1.jpg\r\n4.jpg\r\n";
  EXPECT_EQ(run({"trimap", "--masks", folder_ / "d/mask", "--out", folder_ / "t", "--list",
                 folder_ / "list.txt"}),
            0);
  EXPECT_TRUE(fs::exists(folder_ / "t/4.png"));
  EXPECT_FALSE(fs::exists(folder_ / "t/2.png"));
}

TEST_F(ShmPrep, OptionsMayStandInAFile) {
  add_people(folder_ / "d", 1);
  std::ofstream(folder_ / "c.toml") << "[trimap]\nsize = 7\n";
  EXPECT_EQ(run({"trimap", "--masks", folder_ / "d/mask", "--out", folder_ / "t", "--config",
                 folder_ / "c.toml"}),
            0)
      << output_;
  EXPECT_THAT(shm::read_whole_file(folder_ / "t/.settings.json"), HasSubstr("\"size\":7"));
}

TEST_F(ShmPrep, SaysWhichCommandsThereAre) {
  run({"bogus"});
  EXPECT_THAT(output_, HasSubstr("bogus: is none of aisegment, mask, trimap, alpha, foreground, "
                                 "list, check"));
  run({});
  EXPECT_THAT(output_, HasSubstr("say what to do: aisegment, mask"));
}

TEST_F(ShmPrep, SaysWhichOptionIsGivenTwice) {
  EXPECT_EQ(run({"trimap", "--masks", "m", "--masks", "m", "--out", "t"}), 2);
  EXPECT_THAT(output_, HasSubstr("--masks: is given 2 times: give it once"));
}

TEST_F(ShmPrep, BadUsageIsTwoAndFailedWorkIsOne) {
  for (const std::vector<std::string>& usage : std::vector<std::vector<std::string>>{
           {},
           {"bogus"},
           {"alpha"},
           {"alpha", "--data", "d", "--method", "magic"},
           {"trimap", "--out", "t"},
           {"trimap", "--masks", "m", "--alphas", "a", "--out", "t"},
           {"trimap", "--masks", "m", "--out", "t", "--size", "5", "--relative", "0.1"},
           {"trimap", "--masks", "m", "--out", "t", "--shape", "star"},
           {"mask", "s", "d", "--threshold", "0"},
           {"mask", "s", "d", "--shard", "4/3"},
           {"mask", "s", "d", "--jobs", "-1"},
           {"list", "d", "--val", "2"},
           {"check", "d", "--tolerance", "300"}})
    EXPECT_EQ(run(usage), 2) << output_;
  EXPECT_EQ(run({"mask", "/nowhere", folder_ / "out"}), 1);
  EXPECT_THAT(output_, HasSubstr("/nowhere"));
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_EQ(run({"alpha", "--help"}), 0);
  EXPECT_THAT(output_, HasSubstr("knn"));
  EXPECT_EQ(run({"--version"}), 0);
}
