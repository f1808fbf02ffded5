// SPDX-License-Identifier: MIT
/// A GPU that fails, at the start or in mid-stream; with the real library, on stubs of NVIDIA's
/// driver and of libshmmatting-torch.so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "environment.hpp"
#include "harness.hpp"

namespace shm {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* driver = SHM_BUILD_ROOT "/tests/unit/base/libstub-cuda.so";
constexpr const char* torch_library = SHM_BUILD_ROOT "/tests/element/libstub-torch.so";
constexpr const char* model = SHM_SOURCE_ROOT "/models/default.safetensors";
const std::string rgb = raw_caps("RGB", 64, 48);

/// Each call of the driver, and of libshmmatting-torch.so.
const char* const driver_calls[] = {"cuInit",
                                    "cuDriverGetVersion",
                                    "cuDeviceGetCount",
                                    "cuDeviceGet",
                                    "cuDeviceGetAttribute",
                                    "cuDevicePrimaryCtxRetain",
                                    "cuDevicePrimaryCtxRelease_v2"};
const char* const torch_calls[] = {"trouble", "make"};

class Gpu : public testing::Test {
 protected:
  /// A stream on that device.
  static Harness stream(const char* device, const char* on_error = "blank") {
    return Harness({{"model", model}, {"device", device}, {"on-error", on_error}, {"size", "256"}});
  }

  /// What the next `count` frames were matted on; each comes out.
  static std::vector<std::string> devices_of(Harness& harness, int count) {
    std::vector<std::string> devices;
    for (int i = 0; i < count; ++i) {
      EXPECT_TRUE(harness.process(plain_frame(rgb, 100)));
      devices.emplace_back(gst_structure_get_string(harness.stats().get(), "device"));
    }
    return devices;
  }

  /// Has `expect` see to each failing call, whose reason it is given.
  void with_each_call_failing(const std::function<void(const std::string& why)>& expect) {
    for (const std::string call : driver_calls) {
      driver_fails_.set(call + "=999");
      expect("error 999");
    }
    driver_fails_.set("");
    for (const char* call : torch_calls) {
      torch_fails_.set(call);
      expect("cuda:0: ");
    }
  }

  EnvironmentVariable driver_{"SHM_CUDA_DRIVER", driver};
  EnvironmentVariable torch_library_{"SHM_TORCH_LIBRARY", torch_library};
  EnvironmentVariable driver_fails_{"SHM_STUB_CUDA", ""};
  EnvironmentVariable torch_fails_{"SHM_STUB_TORCH", ""};
};

TEST_F(Gpu, ThatWorksIsTakenWithoutAWord) {
  Harness harness = stream("auto");
  harness.sink_caps(rgb);
  EXPECT_THAT(devices_of(harness, 3), Each("cuda:0"));
  EXPECT_EQ(harness.posted_count(GstMessageType(GST_MESSAGE_INFO | GST_MESSAGE_WARNING)), 0U);
}

TEST_F(Gpu, ThatFailsInAnyCallGivesWayToTheCpuWithOneMessage) {
  const auto expect_cpu = [&](const std::string& why) {
    Harness harness = stream("auto");
    harness.sink_caps(rgb);
    EXPECT_THAT(devices_of(harness, 3), Each("cpu")) << why;
    EXPECT_THAT(harness.infos(), ElementsAre(HasSubstr(why)));
    EXPECT_EQ(harness.counted("failures"), 0U);
  };
  with_each_call_failing(expect_cpu);
}

TEST_F(Gpu, ThatWasAskedForAndFailsInAnyCallIsOneError) {
  const auto expect_error = [&](const std::string& why) {
    Element element({{"model", model}, {"device", "cuda:0"}});
    EXPECT_EQ(element.go_to(GST_STATE_READY), GST_STATE_CHANGE_FAILURE);
    EXPECT_THAT(posted(element.bus.get(), GST_MESSAGE_ERROR), ElementsAre(HasSubstr(why)));
  };
  with_each_call_failing(expect_error);
}

TEST_F(Gpu, OutOfMemoryInMidStreamGivesWayToTheCpuWithinThatFrame) {
  Harness harness = stream("auto");
  harness.sink_caps(rgb);
  EXPECT_THAT(devices_of(harness, 2), Each("cuda:0"));
  torch_fails_.set("run");
  EXPECT_THAT(devices_of(harness, 3), Each("cpu"));
  EXPECT_THAT(harness.warnings(), ElementsAre(HasSubstr("going on with the CPU")));
  EXPECT_EQ(harness.counted("failures"), 0U);
}

TEST_F(Gpu, ThatWasAskedForAndIsLostShowsNothingUntilItIsBack) {
  Harness harness = stream("cuda:0");
  harness.sink_caps(rgb);
  devices_of(harness, 2);
  torch_fails_.set("run");
  EXPECT_THAT(devices_of(harness, 3), Each("cuda:0"));
  torch_fails_.set("");
  devices_of(harness, 2);
  EXPECT_THAT(harness.warnings(), ElementsAre(HasSubstr("showing nothing")));
  EXPECT_EQ(harness.counted("failures"), 3U);
}

TEST_F(Gpu, ThatWasAskedForAndIsLostEndsTheStreamWhereThatWasAsked) {
  Harness harness = stream("cuda:0", "error");
  harness.sink_caps(rgb);
  devices_of(harness, 2);
  torch_fails_.set("run");
  EXPECT_EQ(harness.push(plain_frame(rgb, 100, 2)), GST_FLOW_ERROR);
  EXPECT_THAT(harness.errors(), ElementsAre(HasSubstr("out of memory")));
}

}  // namespace
}  // namespace shm
