// SPDX-License-Identifier: MIT
// The original's checkpoints as model files, by scripts/export_checkpoint.py.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "model/model_file.hpp"
#include "shared_data.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

const std::string null_device = " >/dev/null 2>&1";

bool runs(const std::string& command) {
  return std::system(command.c_str()) == 0;
}

/// A Python that has PyTorch: $SHM_PYTHON, that of scripts/setup --cuda, or the system's; else "".
std::string python() {
  const char* chosen = std::getenv("SHM_PYTHON");
  for (const std::string& candidate :
       {std::string(chosen == nullptr ? "" : chosen),
        std::string(SHM_SOURCE_ROOT "/.deps/venv/bin/python"), std::string("python3")})
    if (!candidate.empty() && runs(candidate + " -c 'import torch'" + null_device))
      return candidate;
  return "";
}

class ExportCheckpoint : public testing::Test {
 protected:
  void SetUp() override {
    SHM_NEEDS_SHARED_DATA();
    if (interpreter.empty())
      GTEST_SKIP() << "no Python with PyTorch: set SHM_PYTHON, or run scripts/setup --cuda";
  }

  /// The golden weights as a checkpoint of the original program.
  void save_checkpoint(const std::string& options = "") const {
    ASSERT_TRUE(runs(interpreter + " " SHM_SOURCE_ROOT "/tests/golden/make_checkpoint.py " +
                     weights_.string() + " " + (folder_ / "in.pth").string() + " " + options));
  }

  bool exports(const std::string& options = "") const {
    return runs(interpreter + " " SHM_SOURCE_ROOT "/scripts/export_checkpoint.py " +
                (folder_ / "in.pth").string() + " " + exported_.string() + " " + options + " 2>" +
                (folder_ / "stderr").string());
  }

  std::string message() const { return shm::read_whole_file(folder_ / "stderr"); }

  static inline const std::string interpreter = python();
  const TemporaryFolder folder_;
  const fs::path weights_ = shared_data("golden/random_weights.safetensors");
  const fs::path exported_ = folder_ / "out.safetensors";
};

void expect_same_tensors(const shm::Safetensors& a, const shm::Safetensors& b) {
  ASSERT_EQ(a.tensors().size(), b.tensors().size());
  for (const auto& [name, tensor] : a.tensors()) {
    ASSERT_TRUE(b.tensors().contains(name)) << name;
    EXPECT_EQ(tensor.dtype, b.tensors().at(name).dtype) << name;
    EXPECT_EQ(tensor.shape, b.tensors().at(name).shape) << name;
    EXPECT_TRUE(std::ranges::equal(tensor.bytes, b.tensors().at(name).bytes)) << name;
  }
}

}  // namespace

TEST_F(ExportCheckpoint, KeepsEveryTensorBitForBit) {
  save_checkpoint();
  ASSERT_TRUE(exports("--size 256 --license none")) << message();
  const shm::ModelFile model = shm::ModelFile::open(exported_);
  expect_same_tensors(shm::Safetensors::open(weights_), model.weights);
  EXPECT_TRUE(model.weights.metadata().contains("sha256"));
  EXPECT_EQ(to_string(model.metadata.classes), "bg,fg,unsure");
  EXPECT_EQ(model.metadata.mean, (std::array<double, 3>{114, 121, 134}));
  EXPECT_EQ(model.metadata.scale, 1.0 / 255);
  EXPECT_EQ(model.metadata.size, 256);
  EXPECT_EQ(model.metadata.stem_stride, 1);
  EXPECT_EQ(model.metadata.license, "none");
}

TEST_F(ExportCheckpoint, TakesOldFilesAndThoseOfDataParallel) {
  save_checkpoint("--prefix module. --legacy");
  ASSERT_TRUE(exports("--stem-stride 2")) << message();
  const shm::ModelFile model = shm::ModelFile::open(exported_);
  expect_same_tensors(shm::Safetensors::open(weights_), model.weights);
  EXPECT_EQ(model.metadata.stem_stride, 2);
}

TEST_F(ExportCheckpoint, ReplacesNoFileUnlessItIsTold) {
  save_checkpoint();
  shm::write_whole_file(exported_, "mine");
  EXPECT_FALSE(exports());
  EXPECT_THAT(message(), testing::HasSubstr("is there already: --overwrite replaces it"));
  EXPECT_EQ(shm::read_whole_file(exported_), "mine");
  EXPECT_TRUE(exports("--overwrite")) << message();
}

TEST_F(ExportCheckpoint, TakesAStateDictAlone) {
  save_checkpoint("--bare");
  ASSERT_TRUE(exports()) << message();
  expect_same_tensors(shm::Safetensors::open(weights_), shm::Safetensors::open(exported_));
}

TEST_F(ExportCheckpoint, RunsInThePythonOfTheProjectWhereTheOneAtHandHasNoTorch) {
  if (!runs(SHM_SOURCE_ROOT "/.deps/venv/bin/python3 -c 'import torch'" + null_device) ||
      runs("/usr/bin/python3 -c 'import torch'" + null_device))
    GTEST_SKIP() << "no Python without PyTorch beside one with it";
  save_checkpoint();
  EXPECT_TRUE(runs("/usr/bin/python3 " SHM_SOURCE_ROOT "/scripts/export_checkpoint.py " +
                   (folder_ / "in.pth").string() + " " + exported_.string() + null_device));
}

TEST_F(ExportCheckpoint, CountersThatOldPyTorchDidNotSaveAreZero) {
  save_checkpoint("--without num_batches_tracked");
  ASSERT_TRUE(exports()) << message();
  const shm::Safetensors model = shm::Safetensors::open(exported_);
  const shm::TensorView& counter =
      model.tensors().at("t_net.feature.head_conv.1.num_batches_tracked");
  EXPECT_EQ(counter.dtype, shm::DType::i64);
  EXPECT_TRUE(std::ranges::all_of(counter.bytes, [](std::byte b) { return b == std::byte(0); }));
}

TEST_F(ExportCheckpoint, SaysWhichTensorsAreMissingUnexpectedOrBroken) {
  save_checkpoint("--without m_net.conv.weight");
  EXPECT_FALSE(exports());
  EXPECT_THAT(message(), testing::HasSubstr("lacks m_net.conv.weight"));
  save_checkpoint("--prefix net.");
  EXPECT_FALSE(exports());
  EXPECT_THAT(message(), testing::HasSubstr("has net.m_net.conv.weight"));
  save_checkpoint("--poison m_net.conv.weight");
  EXPECT_FALSE(exports());
  EXPECT_THAT(message(), testing::HasSubstr("m_net.conv.weight holds NaN"));
  EXPECT_FALSE(fs::exists(exported_));
}

TEST_F(ExportCheckpoint, FileThatIsNoCheckpointIsRefusedByName) {
  shm::write_whole_file(folder_ / "in.pth",
                        "cposix\nsystem\n(S'touch " + exported_.string() + "'\ntR.");
  EXPECT_FALSE(exports());
  EXPECT_THAT(message(), testing::HasSubstr("in.pth: not a PyTorch checkpoint"));
  EXPECT_FALSE(fs::exists(exported_));
}
