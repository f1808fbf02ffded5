// SPDX-License-Identifier: MIT
// shm-train as its users see it: runs that are stopped, killed and resumed, and their models.
#include <gmock/gmock.h>

#include "data/random.hpp"
#include "model/model_file.hpp"
#include "training_run.hpp"

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

class ShmTrainEvents : public ShmTrain {
 protected:
  /// What TensorBoard's loaders find of a run.
  std::string events_of(const std::string& name, const std::string& python) const {
    const std::string command = python + " " SHM_SOURCE_ROOT "/tests/cli/read_events.py " +
                                (run_folder(name) / "events").string() + " >" +
                                (folder_ / "events.txt").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    return shm::read_whole_file(folder_ / "events.txt");
  }
};

}  // namespace

TEST_F(ShmTrainEvents, TensorBoardReadsWhatARunAndItsResumptionWrote) {
  const std::string python = python_with("tensorboard");
  if (python.empty()) GTEST_SKIP() << "no Python with tensorboard: set SHM_PYTHON";
  const auto options = [&](std::map<std::string, std::string> more) {
    more.insert({{"--log-every", "1"}, {"--val-data", data_.root()}});
    return arguments("run", more);
  };
  ASSERT_EQ(run("shm-train", options({{"--max-steps", "6"}})).exit_code, 0);
  ASSERT_EQ(run("shm-train", options({{"--resume", ""}})).exit_code, 0);
  const std::string events = events_of("run", python);
  EXPECT_THAT(events, HasSubstr("end_to_end/loss 12 ")) << events;
  EXPECT_THAT(events, HasSubstr("end_to_end/val_mad 3 ")) << events;
  EXPECT_THAT(events, HasSubstr("end_to_end/validation 3 ")) << events;
}

TEST_F(ShmTrainEvents, TensorBoardShowsBothPhasesOfAFolderWhateverItsLoader) {
  const std::string python = python_with("tensorboard");
  if (python.empty()) GTEST_SKIP() << "no Python with tensorboard: set SHM_PYTHON";
  const auto train = [&](std::map<std::string, std::string> more) {
    more.insert({{"--log-every", "1"}, {"--val-data", data_.root()}});
    const Ran ran = run("shm-train", arguments("run", more));
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  };
  train({{"--train_phase", "pre_train_t_net"}});
  train({{"--finetuning", ""}, {"--max-steps", "6"}, {"--save-steps", "0"}});
  fs::copy_file(run_folder("run") / "model/ckpt_end_to_end_1.safetensors", checkpoint("run"),
                fs::copy_options::overwrite_existing);
  train({{"--resume", ""}});
  const std::string events = events_of("run", python);
  for (const char* phase : {"pre_train_t_net", "end_to_end"}) {
    EXPECT_THAT(events, HasSubstr(std::string(phase) + "/loss 12 ")) << events;
    EXPECT_THAT(events, HasSubstr(std::string(phase) + "/val_mad 3 ")) << events;
  }
  EXPECT_THAT(events, HasSubstr("load_fast=false end_to_end/lr 12")) << events;
  EXPECT_THAT(events, HasSubstr("load_fast=false pre_train_t_net/val_iou 3")) << events;
}

TEST_F(ShmTrain, KilledAtRandomMomentsItEndsAsIfItHadNotBeen) {
  ASSERT_EQ(run("shm-train", arguments("whole")).exit_code, 0);
  shm::Random random{20261122};
  Arguments next = arguments("killed", {{"--save-steps", "1"}});
  for (int kill = 0; kill < 10; ++kill) {
    Process process = start(next);
    std::this_thread::sleep_for(random.integer(300, 2500) * 1ms);
    process.signal(SIGKILL);
    process.wait();
    if (!fs::exists(checkpoint("killed"))) continue;
    EXPECT_NO_THROW(shm::ModelFile::open(checkpoint("killed")));
    next = arguments("killed", {{"--save-steps", "1"}, {"--resume", ""}});
  }
  ASSERT_EQ(run("shm-train", next).exit_code, 0);
  EXPECT_TRUE(shm::read_whole_file(checkpoint("whole")) ==
              shm::read_whole_file(checkpoint("killed")));
}

TEST_F(ShmTrain, InterruptSavesAndEnds) {
  Process process = start(arguments("run", {{"--nEpochs", "100000"}, {"--save-steps", "1"}}));
  wait_for_checkpoint("run", process);
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait_for(60s), 0) << process.output();
  EXPECT_TRUE(fs::exists(run_folder("run") / "curves.png"));
}

TEST_F(ShmTrain, ExportedModelMattesAPicture) {
  ASSERT_EQ(run("shm-train", arguments("run", {{"--max-steps", "1"}})).exit_code, 0);
  const std::string model = folder_ / "model.safetensors";
  const Ran exported = run("shm-train", {"export", checkpoint("run"), "-o", model, "--size", "64"});
  EXPECT_EQ(exported.exit_code, 0) << exported.error;
  EXPECT_EQ(shm::ModelFile::open(model).metadata.size, 64);
  const Ran again =
      run("shm-train", {"export", checkpoint("run"), "-o", model, "--size", "96", "--overwrite"});
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_EQ(shm::ModelFile::open(model).metadata.size, 96);
}

TEST_F(ShmTrain, CalibratedModelIsWorkedInInt8) {
  ASSERT_EQ(run("shm-train", arguments("run", {{"--max-steps", "1"},
                                               {"--architecture", "shm-live"},
                                               {"--patch_size", "64"}}))
                .exit_code,
            0);
  const std::string model = folder_ / "model.safetensors";
  const Ran exported = run("shm-train", {"export", checkpoint("run"), "-o", model, "--calibrate",
                                         data_.root() / "image"});
  EXPECT_EQ(exported.exit_code, 0) << exported.error;
  EXPECT_FALSE(shm::ModelFile::open(model).metadata.ranges.empty());
  const Ran matted = run("shm-matte", {"--model", model, "--precision", "int8", "-o",
                                       folder_ / "out", data_.root() / "image"});
  EXPECT_EQ(matted.exit_code, 0) << matted.error;
}

TEST_F(ShmTrain, CalibrationWithoutPicturesSaysSo) {
  ASSERT_EQ(run("shm-train", arguments("run", {{"--max-steps", "1"}})).exit_code, 0);
  const std::string model = folder_ / "model.safetensors";
  const Ran exported = run("shm-train", {"export", checkpoint("run"), "-o", model, "--calibrate",
                                         data_.root() / "image"});
  EXPECT_EQ(exported.exit_code, 2);
  EXPECT_THAT(exported.error, HasSubstr("shm-live"));
  EXPECT_FALSE(fs::exists(model));
}
