// SPDX-License-Identifier: MIT
// What shm-train is asked, and what it is given to read and write.
#include <gmock/gmock.h>

#include <opencv2/imgcodecs.hpp>

#include "help.hpp"
#include "model/model_file.hpp"
#include "training_run.hpp"

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST_F(ShmTrain, OptionsOutsideTheirRangesAreRefusedByName) {
  const std::map<std::string, std::string> wrong{{"--train_batch", "0"}, {"--lr", "0"},
                                                 {"--lrDecay", "-1"},    {"--lrdecayType", "line"},
                                                 {"--crowd", "1.1"},     {"--augment", "all"},
                                                 {"--stem-stride", "3"}, {"--loss", "beta=1"}};
  for (const auto& [flag, value] : wrong) {
    const Ran ran = run("shm-train", arguments("run", {{flag, value}}));
    EXPECT_EQ(ran.exit_code, 2) << flag << " " << value;
    EXPECT_THAT(ran.error, HasSubstr(flag.substr(2)));
  }
  EXPECT_FALSE(fs::exists(run_folder("run")));
}

TEST_F(ShmTrain, TakesTheOriginalProgramsFlagsBesideNewerSpellings) {
  const std::string help = told("shm-train", {"--help-all"});
  for (const char* flags :
       {"--dataDir, --data-dir", "--saveDir, --save-dir", "--trainData, --train-data",
        "--trainList, --train-list", "--load", "--finetuning, --fine-tuning",
        "--without_gpu, --without-gpu", "--nThreads, --n-threads", "--train_batch, --train-batch",
        "--patch_size, --patch-size", "--lr ", "--lrdecayType, --lr-decay-type",
        "--lrDecay, --lr-decay", "--nEpochs, --n-epochs", "--save_epoch, --save-epoch",
        "--train_phase, --train-phase"})
    EXPECT_THAT(help, HasSubstr(flags));
}

TEST_F(ShmTrain, HelpTellsDefaultsAndTheTermsOfTheLoss) {
  const std::string help = told("shm-train", {"--help-all"});
  for (const char* text :
       {"[32..2048 pixels; default 256]", "alpha=0.5,composition=0.5,trimap=0.01",
        "[keep|step|exp|poly; default keep]", "shm|shm-live|shm-live-context"})
    EXPECT_THAT(help, HasSubstr(text));
}

TEST_F(ShmTrain, SaysOfItselfWhatTheOtherProgramsSay) {
  expect_one_screen(told("shm-train", {"--help"}));
  expect_one_screen(told("shm-train", {"export", "--help"}));
  expect_same_options(told("shm-train", {"--help"}), told("shm-train", {"--help-all"}));
  expect_version("shm-train");
  if (have("groff")) expect_manual("shm-train");
}

TEST_F(ShmTrain, BadListIsNamedWithItsLine) {
  shm::write_whole_file(data_.root() / "train.txt", "1000.png\n../1001.png\n");
  const Ran ran = run("shm-train", arguments("run"));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("train.txt line 2"));
}

TEST_F(ShmTrain, FolderMayHaveAnEqualsSignInItsName) {
  fs::copy(data_.root(), folder_ / "lr=1", fs::copy_options::recursive);
  for (const std::string name : {"lr=1", "lr=1=2"}) {
    const Ran ran = run(
        "shm-train", arguments("run " + name, {{"--data", folder_ / name}, {"--max-steps", "1"}}));
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
  }
}

TEST_F(ShmTrain, BadUsageIsSaidWithExitCodeTwo) {
  EXPECT_EQ(run("shm-train", arguments("run", {{"--patch_size", "33"}})).exit_code, 2);
  EXPECT_EQ(run("shm-train", arguments("run", {{"--loss", "alpha=much"}})).exit_code, 2);
  EXPECT_EQ(run("shm-train", arguments("run", {{"--train_phase", "both"}})).exit_code, 2);
  EXPECT_EQ(run("shm-train", arguments("run", {{"--device", "tpu"}})).exit_code, 2);
}

TEST_F(ShmTrain, FoldersWithoutPicturesAreNamed) {
  const std::string empty = folder_ / "empty";
  fs::create_directories(empty);
  const Ran ran = run("shm-train", arguments("run", {{"--backgrounds", empty}}));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.error, HasSubstr("backgrounds: no picture in " + empty));
  EXPECT_FALSE(fs::exists(run_folder("run")));
}

TEST_F(ShmTrain, WithoutDataSaysWhereToNameIt) {
  const Ran ran = run("shm-train", {"--dataDir", folder_ / "none"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("none/human_matting_data: name yours with --data"));
}

TEST_F(ShmTrain, RunThatCannotTakeAStepLeavesNoFolder) {
  const Ran ran = run("shm-train", arguments("run", {{"--architecture", "shm-live"},
                                                     {"--train_batch", "1"},
                                                     {"--saveDir", folder_ / "new"}}));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.error, HasSubstr("batch normalisation"));
  EXPECT_FALSE(fs::exists(folder_.path() / "new"));
}

TEST_F(ShmTrain, ExportReplacesNoFileUnlessItIsTold) {
  const std::string photo = folder_ / "photo.safetensors";
  shm::write_whole_file(photo, "mine");
  const Ran ran = run("shm-train", {"export", "some.safetensors", "-o", photo});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.error, HasSubstr(photo + " is there already: --overwrite replaces it"));
  EXPECT_EQ(shm::read_whole_file(photo), "mine");
}

TEST_F(ShmTrain, ExportSaysHowAModelFileIsCalled) {
  const Ran ran = run("shm-train", {"export", "some.safetensors", "-o", folder_ / "me.model"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.error, HasSubstr("me.model is no name of a model file: it must end in "
                                   ".safetensors"));
}

TEST_F(ShmTrain, PicturesOfEveryKindAreLearntFrom) {
  const fs::path images = data_.root() / "image";
  const auto change = [&](int number, const std::string& extension, int type, double scale) {
    const fs::path file = images / SmallDataSet::name(number);
    cv::Mat picture = cv::imread(file, type);
    picture.convertTo(picture, scale > 1 ? CV_16U : CV_8U, scale);
    fs::remove(file);
    cv::imwrite(fs::path(file).replace_extension(extension), picture);
  };
  change(0, ".png", cv::IMREAD_COLOR, 257);
  change(1, ".jpg", cv::IMREAD_GRAYSCALE, 1);
  change(2, ".webp", cv::IMREAD_COLOR, 1);
  fs::remove(images / SmallDataSet::name(3));
  fs::copy(SHM_SOURCE_ROOT "/tests/cli/cmyk.jpg", images / "1003.jpg");
  const Ran ran = run("shm-train", arguments("run", {{"--nEpochs", "1"}}));
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_THAT(ran.out, HasSubstr(" 0 unusable samples")) << ran.error;
}

TEST_F(ShmTrain, MissingFileIsNamedOnceAndTheRunGoesOn) {
  fs::remove(data_.root() / "alpha" / SmallDataSet::name(5));
  const Ran ran = run("shm-train", arguments("run"));
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr(" 1 unusable samples"));
  const std::size_t named = ran.error.find(SmallDataSet::name(5));
  ASSERT_NE(named, std::string::npos) << ran.error;
  EXPECT_EQ(ran.error.find("skipped", named), std::string::npos) << ran.error;
}

TEST_F(ShmTrain, FolderThatCannotBeWrittenIsNamed) {
  const Ran ran = run("shm-train", arguments("run", {{"--saveDir", "/dev/null/runs"}}));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.error, HasSubstr("/dev/null/runs/run"));
}

TEST_F(ShmTrain, FullDiskEndsTheRunAndLosesNoCheckpoint) {
  const fs::path disk = folder_ / "disk";
  fs::create_directories(disk);
  const auto on_small_disk = [&](const std::string& command) {
    return Arguments{"unshare",
                     "--user",
                     "--map-root-user",
                     "--mount",
                     "sh",
                     "-c",
                     "mount -t tmpfs -o size=100m none '" + disk.string() + "' && " + command};
  };
  if (Process(on_small_disk("true"), folder_ / "output").wait() != 0)
    GTEST_SKIP() << "no mount namespaces here";
  std::string command = tool("shm-train");
  for (const std::string& argument : arguments("run", {{"--saveDir", disk}}))
    command.append(" ").append(shell_quoted(argument));
  Process process(on_small_disk(command + "; code=$?; cp -r '" + disk.string() + "/run' '" +
                                folder_.path().string() + "'; exit $code"),
                  folder_ / "output");
  EXPECT_EQ(process.wait(), 1);
  EXPECT_THAT(process.output(), HasSubstr("No space left on device"));
  EXPECT_NO_THROW(shm::ModelFile::open(checkpoint("run")));
}
