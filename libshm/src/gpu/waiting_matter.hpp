// SPDX-License-Identifier: MIT
// A GpuMatter for frames of any context, which waits for the GPU once a frame.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "gpu/device_memory.hpp"
#include "gpu/frame_bytes.hpp"
#include "shm/gpu_matter.hpp"

namespace shm::cuda {

/// LibTorch and the kernels work in the GPU's primary context, while memory of others is often of
/// one of their own: a frame is copied on the GPU, as is what comes of it.
class WaitingMatter final : public GpuMatter {
 public:
  using Make = std::function<std::unique_ptr<GpuMatter>(cudaStream_t)>;

  WaitingMatter(int gpu, const Make& make)
      : gpu_(gpu), stream_(on(gpu)), matter_(make(stream_.get())) {}

  void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
             const MutableImageView& out) override {
    matte_into(frame, options, look, out);
  }
  void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
             const MutableRawVideo& out) override {
    matte_into(frame, options, look, out);
  }

  void reset() override { matter_->reset(); }

 private:
  using Bytes = DeviceBuffer<std::uint8_t>;

  static void use(int gpu) { check(cudaSetDevice(gpu), "choosing the GPU"); }
  static GpuStream on(int gpu) {
    use(gpu);
    return GpuStream();
  }

  static std::uint8_t* room_for(std::size_t count, std::optional<Bytes>& bytes) {
    if (bytes && bytes->bytes() == count) return bytes->data();
    bytes.reset();
    return bytes.emplace(count).data();
  }

  void copy(void* to, const void* from, std::size_t count) const {
    check(cudaMemcpyAsync(to, from, count, cudaMemcpyDefault, stream_.get()), "copying a frame");
  }

  template <typename Out>
  void matte_into(const RawVideo& frame, const FrameOptions& options, const Look& look,
                  const Out& out) {
    use(gpu_);
    const auto from = bytes_of(frame);
    const auto to = bytes_of(out);
    std::uint8_t* const own_frame = room_for(from.count(), frame_);
    std::uint8_t* const own_out = room_for(to.count(), out_);
    copy(own_frame, from.begin, from.count());
    matter_->matte(moved(frame, static_cast<const std::uint8_t*>(own_frame)), options, look,
                   moved(out, own_out));
    copy(to.begin, own_out, to.count());
    check(cudaStreamSynchronize(stream_.get()), "matting a frame");
  }

  int gpu_;
  GpuStream stream_;
  std::optional<Bytes> frame_, out_;
  std::unique_ptr<GpuMatter> matter_;
};

}  // namespace shm::cuda
