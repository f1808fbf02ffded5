// SPDX-License-Identifier: MIT
// Which model "auto" stands for.
#include "infer/fitting_model.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "environment.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

using namespace shm;

namespace {

/// Its looks take the processor as long as they are told.
class TimedMatter final : public Matter {
 public:
  TimedMatter(const ModelOptions& options, const std::string& device,
              std::function<void(const FrameOptions&)> look)
      : look_(std::move(look)) {
    info_.name = options.model;
    info_.device = device;
  }

  void prepare(int /*width*/, int /*height*/, const FrameOptions& /*options*/) override {}
  void matte(const ImageView& /*frame*/, const FrameOptions& options,
             const MutableImageView& /*alpha*/) override {
    look_(options);
  }
  void matte(const ImageView& /*frame*/, const FrameOptions& /*options*/,
             const MutablePlaneView& /*alpha*/) override {}
  void trimap(const MutableImageView& /*trimap*/) const override {}
  PlaneView probability(TrimapClass /*what*/) const override { return {}; }
  void reset() override {}
  const MatterInfo& info() const override { return info_; }
  StageTimes times() const override { return {}; }

 private:
  std::function<void(const FrameOptions&)> look_;
  MatterInfo info_;
};

class FittingModel : public testing::Test {
 protected:
  std::string chosen(const ModelOptions& options = {}) {
    const auto open_this = [this](const ModelOptions& named) { return open(named); };
    return open_fitting(options, {open_this, [this] { return spent; }, memory})->info().name;
  }

  std::unique_ptr<Matter> open(const ModelOptions& options) {
    opened.push_back(options.model);
    if (options.model == "eco" && !eco_is_installed) throw NotFound("no model named eco");
    return std::make_unique<TimedMatter>(options, device, [this](const auto& how) { look(how); });
  }

  /// With one thread; one look in three is as quick as it can be.
  void look(const FrameOptions& options) {
    ++looks;
    const int waiting = looks % 3 == 0 ? 0 : 30;
    spent += std::chrono::milliseconds(options.threads == 1 ? milliseconds + waiting : 1);
  }

  TemporaryFolder folder;
  std::filesystem::path memory = folder / "cache/fitting-model";
  std::vector<std::string> opened;
  std::string device = "cpu";
  int milliseconds = 8, looks = 0;
  std::chrono::nanoseconds spent{0};
  bool eco_is_installed = true;
};

const std::vector<std::string> default_alone = {"default"}, eco_alone = {"eco"};

}  // namespace

TEST_F(FittingModel, IsTheDefaultWhereTheMachineIsQuick) {
  milliseconds = 33;  // at its best
  EXPECT_EQ(chosen(), "default");
  EXPECT_EQ(opened, default_alone);
}

TEST_F(FittingModel, IsEcoWhereTheMachineIsSlow) {
  milliseconds = 34;
  EXPECT_EQ(chosen(), "eco");
}

TEST_F(FittingModel, IsTheDefaultOnAGpu) {
  device = "cuda:0";
  milliseconds = 1000;
  EXPECT_EQ(chosen(), "default");
}

TEST_F(FittingModel, IsMeasuredWhereAGpuIsGone) {
  device = "cuda:0";
  chosen();
  device = "cpu";
  milliseconds = 34;
  EXPECT_EQ(chosen(), "eco");
}

TEST_F(FittingModel, IsRemembered) {
  milliseconds = 34;
  chosen();
  opened.clear();
  milliseconds = 8;
  EXPECT_EQ(chosen(), "eco");
  EXPECT_EQ(opened, eco_alone) << "the machine was measured again";
}

TEST_F(FittingModel, IsMeasuredForEachPrecision) {
  milliseconds = 34;
  EXPECT_EQ(chosen({.precision = Precision::fp32}), "eco");
  milliseconds = 8;
  EXPECT_EQ(chosen({.precision = Precision::int8}), "default");
  milliseconds = 1000;
  EXPECT_EQ(chosen({.precision = Precision::fp32}), "eco");
  EXPECT_EQ(chosen({.precision = Precision::int8}), "default");
}

TEST_F(FittingModel, IsTheDefaultWhereEcoIsNotInstalled) {
  milliseconds = 34;
  eco_is_installed = false;
  EXPECT_EQ(chosen(), "default");
  EXPECT_EQ(chosen(), "default");
}

TEST_F(FittingModel, IsMeasuredWhereNothingCanBeKept) {
  std::ofstream(folder / "cache") << "a file, not a folder";
  milliseconds = 34;
  EXPECT_EQ(chosen(), "eco");
  memory.clear();
  EXPECT_EQ(chosen(), "eco");
}

TEST_F(FittingModel, IsMeasuredWhereWhatWasKeptIsDamaged) {
  milliseconds = 34;
  chosen();
  const std::string kept = read_whole_file(memory);
  write_whole_file(memory, kept.substr(0, kept.size() - 2) + "/../../etc/passwd");
  EXPECT_EQ(chosen(), "eco");
  EXPECT_EQ(opened.back(), "eco");
}

TEST_F(FittingModel, IsMeasuredWhereAPipeStandsInThePlaceOfWhatIsKept) {
  memory = folder / "pipe";
  ASSERT_EQ(::mkfifo(memory.c_str(), 0600), 0);
  milliseconds = 34;
  EXPECT_EQ(chosen(), "eco");
  EXPECT_TRUE(std::filesystem::is_fifo(memory));
}

TEST(FittingModelMemory, LiesInTheFolderForWhatCanBeMadeAgain) {
  const EnvironmentVariable home("HOME", "/home/who");
  EnvironmentVariable cache("XDG_CACHE_HOME", "/cache");
  EXPECT_EQ(fitting_model_memory(), "/cache/shmmatting/fitting-model");
  for (const char* invalid : {"", "cache"}) {
    cache.set(invalid);
    EXPECT_EQ(fitting_model_memory(), "/home/who/.cache/shmmatting/fitting-model");
  }
}
