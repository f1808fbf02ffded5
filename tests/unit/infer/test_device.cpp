// SPDX-License-Identifier: MIT
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
    EXPECT_THAT(error.what(), AnyOf(HasSubstr("scripts/setup --cuda"), HasSubstr("nvidia-smi"),
                                    HasSubstr("use cuda:0")));
  }
}

TEST(Device, NonsenseIsAnInvalidOption) {
  for (const char* text : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "cuda:300", "cuda1"})
    EXPECT_THROW(DeviceName::parse(text), InvalidOption) << text;
}

TEST(Device, NamesAreRead) {
  EXPECT_EQ(DeviceName::parse("auto").kind, DeviceName::Kind::automatic);
  EXPECT_EQ(DeviceName::parse("cpu").kind, DeviceName::Kind::cpu);
  EXPECT_EQ(DeviceName::parse("cuda").gpu, 0);
  EXPECT_EQ(DeviceName::parse("cuda:3").gpu, 3);
}

}  // namespace
}  // namespace shm
