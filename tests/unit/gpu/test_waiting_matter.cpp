// SPDX-License-Identifier: MIT
// Frames of other contexts, copied on the GPU, on a stub of CUDA's run-time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <numeric>
#include <vector>

#include "gpu/waiting_matter.hpp"
#include "stub_cudart.hpp"

namespace shm::cuda {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// 17 x 5 of NV12, rows of 24 bytes.
RawVideo nv12(const Bytes& bytes) {
  RawVideo video;
  video.width = 17;
  video.height = 5;
  video.across = video.down = 1;
  video.channels[0] = {bytes.data(), 24, 1};
  for (std::size_t i : {1, 2})
    video.channels[i] = {bytes.data() + 5 * 24 + i - 1, 24, 2};
  return video;
}

/// Has luma, and behind it the last sample of Cr, in the bytes of what it shows; reads and writes
/// nobody else's memory.
class CopyingMatter final : public GpuMatter {
 public:
  CopyingMatter(const Bytes& frame, const Bytes& out) : frame_(frame), out_(out) {}

  void matte(const RawVideo& frame, const FrameOptions& /*options*/, const Look& /*look*/,
             const MutableImageView& out) override {
    EXPECT_FALSE(is_in(frame_, frame.channels[0].data));
    EXPECT_FALSE(is_in(out_, out.data));
    for (int y = 0; y < frame.height; ++y)
      std::memcpy(out.row(y), frame.channels[0].row(y), std::size_t(frame.width));
    out.row(0)[4 * out.width - 1] = frame.channels[2].row(2)[2 * 8];
  }
  void matte(const RawVideo& frame, const FrameOptions& /*options*/, const Look& /*look*/,
             const MutableRawVideo& out) override {
    out.channels[2].row(2)[2 * 8] = frame.channels[2].row(2)[2 * 8];
  }
  void reset() override {}

 private:
  static bool is_in(const Bytes& bytes, const std::uint8_t* place) {
    return place >= bytes.data() && place < bytes.data() + bytes.size();
  }

  const Bytes& frame_;
  const Bytes& out_;
};

class WaitingMatters : public testing::Test {
 protected:
  WaitingMatters() {
    stub_cudart::fail_after(-1);
    std::iota(frame_.begin(), frame_.end(), std::uint8_t(1));
  }
  ~WaitingMatters() override { EXPECT_EQ(stub_cudart::things_left(), 0); }

  std::unique_ptr<GpuMatter> make() {
    return std::make_unique<WaitingMatter>(
        0, [&](cudaStream_t) { return std::make_unique<CopyingMatter>(frame_, out_); });
  }
  MutableImageView image() { return {out_.data(), 17, 5, 80, PixelFormat::rgba}; }

  Bytes frame_ = Bytes(8 * 24);
  Bytes out_ = Bytes(5 * 80);
};

TEST_F(WaitingMatters, BringFramesOverAndBack) {
  make()->matte(nv12(frame_), {}, {}, image());
  for (std::size_t y = 0; y < 5; ++y)
    EXPECT_EQ(std::memcmp(out_.data() + y * 80, frame_.data() + y * 24, 17), 0) << y;
  EXPECT_EQ(out_[4 * 17 - 1], frame_[5 * 24 + 2 * 24 + 17]);
}

TEST_F(WaitingMatters, WriteNothingBehindAFrame) {
  Bytes out(8 * 24, 7);
  MutableRawVideo video;
  const RawVideo layout = nv12(out);
  video.width = layout.width;
  video.height = layout.height;
  video.across = video.down = 1;
  for (std::size_t i = 0; i < 3; ++i)
    video.channels[i] = {out.data() + (layout.channels[i].data - out.data()),
                         layout.channels[i].stride, layout.channels[i].step};
  make()->matte(nv12(frame_), {}, {}, video);
  EXPECT_EQ(out[7 * 24 + 17], frame_[7 * 24 + 17]);
  EXPECT_THAT(Bytes(out.begin() + 7 * 24 + 18, out.end()), testing::Each(7));
}

TEST_F(WaitingMatters, SayEachCallThatFailsAndKeepNothing) {
  int failures = 0;
  for (int calls = 0; calls < 100; ++calls) {
    stub_cudart::fail_after(calls);
    try {
      make()->matte(nv12(frame_), {}, {}, image());
      break;
    } catch (const DeviceError&) {
      ++failures;
    }
    EXPECT_EQ(stub_cudart::things_left(), 0) << calls;
  }
  EXPECT_GE(failures, 8);
  EXPECT_LT(failures, 100);
}

}  // namespace
}  // namespace shm::cuda
