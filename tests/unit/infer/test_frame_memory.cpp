#include "infer/frame_memory.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include <ATen/ATen.h>

namespace shm {
namespace {

constexpr std::int64_t count = 1000;
constexpr std::size_t bytes = count * sizeof(float);

at::Tensor tensor_of(const FrameMemory& memory) {
  const FrameMemory::Use use(memory);
  return at::empty({count});
}

TEST(FrameMemory, ServesTheNextFrameFromTheLast) {
  FrameMemory memory;
  const void* const first = tensor_of(memory).data_ptr();
  EXPECT_EQ(memory.unused(), bytes);
  const at::Tensor second = tensor_of(memory);
  EXPECT_EQ(second.data_ptr(), first);
  EXPECT_EQ(memory.unused(), 0);
}

TEST(FrameMemory, KeepsTensorsThatLiveApart) {
  FrameMemory memory;
  const at::Tensor first = tensor_of(memory);
  const at::Tensor second = tensor_of(memory);
  EXPECT_NE(first.data_ptr(), second.data_ptr());
}

TEST(FrameMemory, LeavesTensorsOfOthersAlone) {
  FrameMemory memory;
  { const at::Tensor elsewhere = at::empty({count}); }
  EXPECT_EQ(memory.unused(), 0);
}

TEST(FrameMemory, TakesBackWhatDiesOnAnotherThread) {
  FrameMemory memory;
  at::Tensor tensor = tensor_of(memory);
  std::thread([gone = std::move(tensor)] {}).join();
  EXPECT_EQ(memory.unused(), bytes);
}

TEST(FrameMemory, MayDieBeforeItsTensors) {
  std::optional<FrameMemory> memory(std::in_place);
  at::Tensor tensor = tensor_of(*memory);
  memory.reset();
  EXPECT_EQ(tensor.fill_(3).sum().item<float>(), 3 * count);
}

TEST(FrameMemory, ReturnsWhatNobodyHolds) {
  FrameMemory memory;
  tensor_of(memory);
  memory.release_unused();
  EXPECT_EQ(memory.unused(), 0);
}

}  // namespace
}  // namespace shm
