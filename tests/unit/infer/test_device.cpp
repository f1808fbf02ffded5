// SPDX-License-Identifier: MIT
// Which device is taken, and what is said where it is not there.
#include "infer/device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/model_file.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

EngineChoice choose(const std::string& device, Precision precision = Precision::automatic) {
  const auto file = ModelFile::open(SHM_SOURCE_ROOT "/models/default.safetensors");
  return make_engine(device, file.weights, file.metadata, precision);
}

TEST(Device, CpuIsTakenWithoutAWord) {
  const EngineChoice choice = choose("cpu");
  EXPECT_EQ(choice.device, "cpu");
  EXPECT_EQ(choice.fallback, "");
}

TEST(Device, AutoAlwaysFindsOne) {
  const EngineChoice choice = choose("auto");
  EXPECT_THAT(choice.device, AnyOf("cpu", "cuda:0"));
}

TEST(Device, GpuThatIsNotThereIsAnErrorWithARemedy) {
  try {
    choose("cuda:100");
    FAIL() << "a machine with 101 GPUs?";
  } catch (const DeviceError& error) {
    EXPECT_THAT(error.what(), HasSubstr("cuda:100: "));
    EXPECT_THAT(error.what(),
                AnyOf(HasSubstr("nvidia-smi"), HasSubstr("update it"), HasSubstr("use cuda:0")));
  }
}

}  // namespace
}  // namespace shm
