// SPDX-License-Identifier: MIT
// Stands in for libshmmatting-torch.so: an engine for a GPU that is the CPU's, but for what
// SHM_STUB_TORCH names: "trouble" (LibTorch cannot use the GPU), "make" (no memory for the
// weights), "run" (none for a picture).
#include <cstdlib>
#include <string>
#include <utility>

#include "infer/torch_library.hpp"
#include "shm/api.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

bool fails(const std::string& call) {
  const char* told = std::getenv("SHM_STUB_TORCH");
  return told != nullptr && told == call;
}

void fail_if_told(const std::string& call) {
  if (fails(call)) throw DeviceError("cuda:0: CUDA out of memory");
}

class StubEngine final : public Engine {
 public:
  explicit StubEngine(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}

  NetworkOutput run(const cv::Mat& picture) override {
    NetworkOutput output = engine_->run(picture);
    fail_if_told("run");
    return output;
  }

  Precision precision() const override { return Precision::fp16; }

 private:
  std::unique_ptr<Engine> engine_;
};

std::string gpu_trouble(int /*gpu*/) {
  return fails("trouble") ? "does not work: no kernel image is available" : "";
}

std::unique_ptr<Engine> make_gpu_engine(const Safetensors& weights, const ModelMetadata& model,
                                        int /*gpu*/, Precision precision) {
  fail_if_told("make");
  return std::make_unique<StubEngine>(make_cpu_engine(weights, model, precision));
}

std::unique_ptr<GpuMatter> make_gpu_matter(const Safetensors& /*weights*/,
                                           const ModelMetadata& /*model*/, int /*gpu*/,
                                           Precision /*precision*/) {
  throw DeviceError("the stub has no kernels");
}

}  // namespace
}  // namespace shm

extern "C" SHM_API const shm::TorchLibrary* shm_torch_library_2() {
  static const shm::TorchLibrary library = {shm::gpu_trouble, shm::make_gpu_engine,
                                            shm::make_gpu_matter};
  return &library;
}
