#include "infer/device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include "infer/prepared_convolution.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

using testing::HasSubstr;

TEST(Device, CpuIsTakenWithoutAWord) {
  const DeviceChoice choice = choose_device("cpu");
  EXPECT_TRUE(choice.device.is_cpu());
  EXPECT_EQ(choice.fallback, "");
}

TEST(Device, AutoTakesTheGpuOrSaysWhyNot) {
  const DeviceChoice choice = choose_device("auto");
  const bool a_choice = at::Context::hasCUDART();
  EXPECT_EQ(choice.fallback.empty(), choice.device.is_cuda() || !a_choice);
}

TEST(Device, GpuThatIsNotThereIsAnErrorWithARemedy) {
  try {
    choose_device("cuda:100");
    FAIL() << "a machine with 101 GPUs?";
  } catch (const DeviceError& error) {
    EXPECT_THAT(error.what(), HasSubstr("cuda:100"));
    EXPECT_THAT(error.what(), testing::AnyOf(HasSubstr("scripts/setup --cuda"),
                                             HasSubstr("nvidia-smi"), HasSubstr("use cuda:0")));
  }
}

TEST(Device, NonsenseIsAnInvalidOption) {
  for (const char* text : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "cuda:300", "cuda1"})
    EXPECT_THROW(choose_device(text), InvalidOption) << text;
}

TEST(Precision, OfTheDeviceAloneIsTaken) {
  const at::Device gpu(at::kCUDA, 0);
  EXPECT_EQ(choose_precision(Precision::automatic, gpu, false), Precision::fp16);
  EXPECT_EQ(choose_precision(Precision::fp32, gpu, false), Precision::fp32);
  EXPECT_EQ(choose_precision(Precision::fp32, at::kCPU, false), Precision::fp32);
  EXPECT_NE(choose_precision(Precision::automatic, at::kCPU, false), Precision::automatic);
  EXPECT_THROW(choose_precision(Precision::fp16, at::kCPU, false), InvalidOption);
  EXPECT_THROW(choose_precision(Precision::bf16, gpu, false), InvalidOption);
}

TEST(Precision, Int8IsForCalibratedModels) {
  EXPECT_EQ(choose_precision(Precision::int8, at::kCPU, true), Precision::int8);
  EXPECT_THROW(choose_precision(Precision::int8, at::kCPU, false), InvalidOption);
  EXPECT_THROW(choose_precision(Precision::int8, at::Device(at::kCUDA, 0), true), InvalidOption);
  const Precision fastest = choose_precision(Precision::automatic, at::kCPU, true);
  EXPECT_EQ(fastest == Precision::int8, processor_computes_int8());
}

}  // namespace
}  // namespace shm
