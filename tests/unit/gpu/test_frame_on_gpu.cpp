// SPDX-License-Identifier: MIT
// What is built for a GPU, kernels, memory and all, on a stub of CUDA's run-time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gpu/device_memory.hpp"
#include "gpu/frame_work.hpp"
#include "kernels/cuda/on_cpu.hpp"
#include "stub_cudart.hpp"

namespace shm::cuda {
namespace {

constexpr int frames = 3;

template <typename Work>
void run_frames(Work& work, const FrameSizes& sizes) {
  for (int number = 0; number < frames; ++number) {
    const MadeUpFrame frame(sizes, number);
    work.upload(frame.nv12(), frame.network_alpha());
    work.run();
  }
}

/// With pinned memory, a stream and events of its own, as gpu-check measures frames.
void run_on_gpu(const FrameSizes& sizes) {
  const GpuStream stream;
  const GpuEvent begin, end;
  FrameWork<OnGpu, DeviceBuffer> work(OnGpu(stream.get()), sizes);
  PinnedBytes pinned(work.cut_out().bytes());
  begin.record();
  run_frames(work, sizes);
  check(cudaMemcpyAsync(pinned.data(), work.cut_out().data(), work.cut_out().bytes(),
                        cudaMemcpyDeviceToHost),
        "downloading");
  end.record();
  end.since(begin);
  work.results();
}

class FrameOnGpu : public testing::Test {
 protected:
  FrameOnGpu() { stub_cudart::fail_after(-1); }
  ~FrameOnGpu() override { EXPECT_EQ(stub_cudart::things_left(), 0); }
};

TEST_F(FrameOnGpu, IsThatOfTheCpu) {
  for (const FrameSizes& sizes : {sizes_of(161, 119, 96), sizes_of(65, 200, 64)}) {
    FrameWork<OnCpu, HostBuffer> want(OnCpu{}, sizes);
    FrameWork<OnGpu, DeviceBuffer> got(OnGpu(nullptr), sizes);
    run_frames(want, sizes);
    run_frames(got, sizes);
    EXPECT_EQ(got.results().network_input, want.results().network_input);
    EXPECT_EQ(got.results().cut_out, want.results().cut_out);
    EXPECT_EQ(got.results().composite, want.results().composite);
  }
}

TEST_F(FrameOnGpu, WhoseEveryCallFailsOnceIsADeviceErrorEachTimeAndLeavesNothingBehind) {
  int failures = 0;
  for (bool failed = true; failed; failures += int(failed)) {
    stub_cudart::fail_after(failures);
    failed = false;
    try {
      run_on_gpu(sizes_of(12, 9, 16));
    } catch (const DeviceError& error) {
      failed = true;
      EXPECT_THAT(error.what(), testing::HasSubstr(": the stub was told to fail"));
    }
    ASSERT_EQ(stub_cudart::things_left(), 0) << "after " << failures << " calls";
  }
  EXPECT_GT(failures, 100);
}

}  // namespace
}  // namespace shm::cuda
