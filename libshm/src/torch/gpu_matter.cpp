// SPDX-License-Identifier: MIT
// Frames in a GPU's memory to what is shown of them, there as well.
#include "torch/gpu_matter.hpp"

#include <c10/cuda/CUDAGuard.h>

#include "gpu/waiting_matter.hpp"
#include "torch/device_error.hpp"
#include "torch/device_matter.hpp"
#include "torch/graphed_network.hpp"

namespace shm {
namespace {

class StreamMatter final : public GpuMatter {
 public:
  StreamMatter(const ModelMetadata& model, const TorchNetwork& network, CUstream_st* stream)
      : gpu_(network.device()),
        stream_(c10::cuda::getStreamFromExternal(stream, gpu_.index())),
        matter_(cuda::OnGpu(stream), model, GraphedNetwork(network)) {}

  void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
             const MutableImageView& out) override {
    matte_into(frame, options, look, out);
  }
  void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
             const MutableRawVideo& out) override {
    matte_into(frame, options, look, out);
  }

  void reset() override { matter_.reset(); }

 private:
  /// LibTorch and the kernels have a run-time each, which is told which GPU it is.
  template <typename Out>
  void matte_into(const RawVideo& frame, const FrameOptions& options, const Look& look,
                  const Out& out) {
    on(gpu_, [&] {
      cuda::check(cudaSetDevice(gpu_.index()), "choosing the GPU");
      const c10::cuda::CUDAStreamGuard guard(stream_);
      matter_.matte(frame, options, look, out);
    });
  }

  c10::Device gpu_;
  c10::cuda::CUDAStream stream_;
  DeviceMatter<cuda::OnGpu, cuda::DeviceBuffer, cuda::Half, GraphedNetwork> matter_;
};

}  // namespace

std::unique_ptr<GpuMatter> make_gpu_matter(const Safetensors& weights, const ModelMetadata& model,
                                           int gpu, Precision precision, CUstream_st* stream) {
  const c10::Device device(c10::kCUDA, static_cast<c10::DeviceIndex>(gpu));
  return std::make_unique<StreamMatter>(model, TorchNetwork(weights, model, device, precision),
                                        stream);
}

std::unique_ptr<GpuMatter> make_waiting_gpu_matter(const Safetensors& weights,
                                                   const ModelMetadata& model, int gpu,
                                                   Precision precision) {
  return std::make_unique<cuda::WaitingMatter>(gpu, [&](cudaStream_t stream) {
    return make_gpu_matter(weights, model, gpu, precision, stream);
  });
}

}  // namespace shm
