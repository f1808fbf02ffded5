// SPDX-License-Identifier: MIT
// shm-train as its users see it: runs that are stopped, killed and resumed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include <cmath>
#include <cstring>
#include <opencv2/imgcodecs.hpp>

#include "data/random.hpp"
#include "model/model_file.hpp"
#include "process.hpp"
#include "program.hpp"
#include "small_data_set.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

using Arguments = std::vector<std::string>;

double largest_difference(const shm::Safetensors& a, const shm::Safetensors& b) {
  double largest = 0;
  for (const auto& [name, tensor] : a.tensors()) {
    if (tensor.dtype != shm::DType::f32 || name.starts_with("adam.")) continue;
    const auto& other = b.tensors().at(name);
    for (std::size_t i = 0; i < tensor.bytes.size(); i += sizeof(float)) {
      float x = 0, y = 0;
      std::memcpy(&x, tensor.bytes.data() + i, sizeof x);
      std::memcpy(&y, other.bytes.data() + i, sizeof y);
      largest = std::max(largest, double(std::abs(x - y)));
    }
  }
  return largest;
}

/// Options of one of two processes that share a batch of four.
const std::map<std::string, std::string> half_a_batch = {{"--freeze-batch-norm", ""},
                                                         {"--max-steps", "2"}};

class ShmTrain : public testing::Test {
 protected:
  fs::path run_folder(const std::string& name) const { return folder_.path() / name; }
  fs::path checkpoint(const std::string& name) const {
    return run_folder(name) / "model/ckpt_lastest.safetensors";
  }

  /// Of a run that takes seconds, changed by `more`; a flag has the value "".
  Arguments arguments(const std::string& name,
                      const std::map<std::string, std::string>& more = {}) const {
    std::map<std::string, std::string> options{
        {"--data", data_.root()}, {"--saveDir", folder_.path()},
        {"--load", name},         {"--patch_size", "32"},
        {"--train_batch", "2"},   {"--nThreads", "1"},
        {"--nEpochs", "3"},       {"--threads", "1"}};
    for (const auto& [option, value] : more)
      options[option] = value;
    Arguments all;
    for (const auto& [option, value] : options) {
      all.push_back(option);
      if (!value.empty()) all.push_back(value);
    }
    return all;
  }

  /// Starts the program; `arguments` as above.
  Process start(Arguments arguments, const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), SHM_BUILD_ROOT "/tools/shm-train");
    return {arguments, folder_ / ("output" + std::to_string(++started_)), environment};
  }

  /// Waits until a run that goes on has saved something.
  void wait_for_checkpoint(const std::string& name, Process& process) const {
    while (!fs::exists(checkpoint(name)))
      ASSERT_FALSE(process.wait_for(20ms)) << process.output();
  }

  /// Compares a run of two processes with one that has the whole batch to itself.
  void expect_as_of_one_process(const std::string& name) const {
    std::map<std::string, std::string> whole = half_a_batch;
    whole["--train_batch"] = "4";
    ASSERT_EQ(run("shm-train", arguments("one", whole)).exit_code, 0);
    EXPECT_LT(largest_difference(shm::Safetensors::open(checkpoint("one")),
                                 shm::Safetensors::open(checkpoint(name))),
              1e-5);
  }

  /// What TensorBoard's loaders find of a run.
  std::string events_of(const std::string& name, const std::string& python) const {
    const std::string command = python + " " SHM_SOURCE_ROOT "/tests/cli/read_events.py " +
                                (run_folder(name) / "events").string() + " >" +
                                (folder_ / "events.txt").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    return shm::read_whole_file(folder_ / "events.txt");
  }

  const TemporaryFolder folder_;
  const SmallDataSet data_{folder_ / "data", 8, 48};

 private:
  int started_ = 0;
};

int free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(listener, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(listener);
  return ntohs(address.sin_port);
}

/// The environment of process `rank` of two.
std::map<std::string, std::string> place(int rank, int port) {
  return {{"MASTER_ADDR", "127.0.0.1"},
          {"MASTER_PORT", std::to_string(port)},
          {"RANK", std::to_string(rank)},
          {"WORLD_SIZE", "2"}};
}

/// A Python that has the module: $SHM_PYTHON, the project's or the system's; else "".
std::string python_with(const std::string& module) {
  const char* chosen = std::getenv("SHM_PYTHON");
  for (const std::string& candidate :
       {std::string(chosen == nullptr ? "" : chosen),
        std::string(SHM_SOURCE_ROOT "/.deps/venv/bin/python3"), std::string("python3")})
    if (!candidate.empty() &&
        std::system((candidate + " -c 'import " + module + "' >/dev/null 2>&1").c_str()) == 0)
      return candidate;
  return "";
}

}  // namespace

TEST_F(ShmTrain, TensorBoardReadsWhatARunAndItsResumptionWrote) {
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

TEST_F(ShmTrain, TensorBoardShowsBothPhasesOfAFolderWhateverItsLoader) {
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

TEST_F(ShmTrain, TwoProcessesOfHalfABatchEqualOneOfAWhole) {
  const int port = free_port();
  Process first = start(arguments("two", half_a_batch), place(0, port));
  Process second = start(arguments("two", half_a_batch), place(1, port));
  ASSERT_EQ(first.wait_for(120s), 0) << first.output();
  ASSERT_EQ(second.wait_for(120s), 0) << second.output();
  expect_as_of_one_process("two");
}

TEST_F(ShmTrain, TorchrunStartsProcessesThatTrainOneNetwork) {
  const std::string python = python_with("torch.distributed.run");
  if (python.empty()) GTEST_SKIP() << "no Python with torchrun: set SHM_PYTHON";
  Arguments command{python, "-m", "torch.distributed.run", "--standalone"};
  for (const char* argument :
       {"--nproc-per-node", "2", "--no-python", SHM_BUILD_ROOT "/tools/shm-train"})
    command.push_back(argument);
  for (const std::string& argument : arguments("two", half_a_batch))
    command.push_back(argument);
  Process torchrun(command, folder_ / "torchrun");
  ASSERT_EQ(torchrun.wait_for(120s), 0) << torchrun.output();
  expect_as_of_one_process("two");
}

TEST_F(ShmTrain, DeadPeerEndsTheOtherWithAWholeCheckpoint) {
  const std::map<std::string, std::string> endless{{"--nEpochs", "100000"}, {"--save-steps", "1"}};
  const int port = free_port();
  Process first = start(arguments("two", endless), place(0, port));
  Process second = start(arguments("two", endless), place(1, port));
  wait_for_checkpoint("two", first);
  second.signal(SIGKILL);
  EXPECT_EQ(first.wait_for(60s), 1) << first.output();
  EXPECT_NO_THROW(shm::ModelFile::open(checkpoint("two")));
}

TEST_F(ShmTrain, MissingVariableOfSeveralProcessesIsNamed) {
  ::setenv("WORLD_SIZE", "2", 1);
  const Ran ran = run("shm-train", arguments("run"));
  ::unsetenv("WORLD_SIZE");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.error, HasSubstr("RANK"));
}

TEST_F(ShmTrain, ExportedModelMattesAPicture) {
  ASSERT_EQ(run("shm-train", arguments("run", {{"--max-steps", "1"}})).exit_code, 0);
  const std::string model = folder_ / "model.safetensors";
  const Ran exported = run("shm-train", {"export", checkpoint("run"), "-o", model, "--size", "64"});
  EXPECT_EQ(exported.exit_code, 0) << exported.error;
  EXPECT_EQ(shm::ModelFile::open(model).metadata.size, 64);
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
  std::string command = SHM_BUILD_ROOT "/tools/shm-train";
  for (const std::string& argument : arguments("run", {{"--saveDir", disk}}))
    command.append(" ").append(shell_quoted(argument));
  Process process(on_small_disk(command + "; code=$?; cp -r '" + disk.string() + "/run' '" +
                                folder_.path().string() + "'; exit $code"),
                  folder_ / "output");
  EXPECT_EQ(process.wait(), 1);
  EXPECT_THAT(process.output(), HasSubstr("No space left on device"));
  EXPECT_NO_THROW(shm::ModelFile::open(checkpoint("run")));
}
