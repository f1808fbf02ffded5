// SPDX-License-Identifier: MIT
// A GPU that cannot be used is one message that says what to do, whatever call of the driver fails.
#include "base/cuda_driver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "environment.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

using testing::HasSubstr;

constexpr const char* stub = SHM_BUILD_ROOT "/tests/unit/base/libstub-cuda.so";
constexpr const char* old_stub = SHM_BUILD_ROOT "/tests/unit/base/libold-stub-cuda.so";

/// What is said of the stub's GPU of that number; empty where it works.
std::string trouble(const std::string& told, int gpu = 0, const char* driver = stub) {
  const EnvironmentVariable named("SHM_CUDA_DRIVER", driver), stub_told("SHM_STUB_CUDA", told);
  try {
    check_gpu(gpu);
    return "";
  } catch (const DeviceError& error) {
    return error.what();
  }
}

TEST(CudaDriver, AGpuThatWorksIsTaken) {
  EXPECT_EQ(trouble(""), "");
  EXPECT_EQ(trouble("count=4", 3), "");
}

TEST(CudaDriver, WithoutADriverItSaysSo) {
  EXPECT_THAT(trouble("", 0, "libcuda-that-is-not-there.so.1"),
              HasSubstr("there is no NVIDIA driver"));
}

TEST(CudaDriver, AnOldOneIsToBeUpdated) {
  EXPECT_EQ(trouble("version=12040"),
            "the NVIDIA driver is too old (for CUDA 12.4): update it to 580 or later, or use "
            "device=cpu");
  EXPECT_THAT(trouble("", 0, old_stub), HasSubstr("has no cuDevicePrimaryCtxRelease"));
}

TEST(CudaDriver, WithoutAGpuItSaysSo) {
  EXPECT_THAT(trouble("cuInit=100"), HasSubstr("finds no GPU"));
  EXPECT_THAT(trouble("count=0"), HasSubstr("finds no GPU"));
}

TEST(CudaDriver, ADriverThatIsNotTheKernelsWantsARestart) {
  EXPECT_THAT(trouble("cuInit=803"), HasSubstr("restart"));
}

TEST(CudaDriver, ANumberThatThereIsNotNamesThoseThereAre) {
  EXPECT_THAT(trouble("", 1), HasSubstr("use cuda:0,"));
  EXPECT_THAT(trouble("count=3", 3), HasSubstr("use cuda:0 to cuda:2,"));
}

TEST(CudaDriver, TooOldAGpuIsNamed) {
  EXPECT_EQ(
      trouble("capability=61"),
      "GPU of the stub is too old (compute capability 6.1): take one from Turing on (7.5), or "
      "use device=cpu");
}

TEST(CudaDriver, AGpuWithoutMemoryIsNamed) {
  EXPECT_THAT(trouble("cuDevicePrimaryCtxRetain=2"),
              HasSubstr("GPU of the stub has no memory left"));
}

TEST(CudaDriver, EveryCallThatFailsIsOneMessage) {
  for (const char* call :
       {"cuInit", "cuDriverGetVersion", "cuDeviceGetCount", "cuDeviceGet", "cuDeviceGetAttribute",
        "cuDevicePrimaryCtxRetain", "cuDevicePrimaryCtxRelease_v2"})
    EXPECT_THAT(trouble(std::string(call) + "=999"), HasSubstr("error 999")) << call;
  EXPECT_THAT(trouble("capability=61 cuDeviceGetName=999"), HasSubstr("error 999"));
}

}  // namespace
}  // namespace shm
