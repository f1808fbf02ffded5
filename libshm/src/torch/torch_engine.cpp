// SPDX-License-Identifier: MIT
// The engine on LibTorch: GPUs, and the reference on the CPU that the other one is held to.
#include "torch/torch_engine.hpp"

#include <ATen/ATen.h>

#include "nn/picture_tensor.hpp"
#include "torch/device_error.hpp"
#include "torch/torch_network.hpp"

namespace shm {
namespace {

/// Of one picture.
cv::Mat as_mat(const at::Tensor& tensor) {
  const at::Tensor pixels = tensor[0].permute({1, 2, 0}).to(at::kCPU, at::kFloat).contiguous();
  const cv::Mat view(int(pixels.size(0)), int(pixels.size(1)), CV_32FC(int(pixels.size(2))),
                     pixels.data_ptr<float>());
  return view.clone();
}

class TorchEngine : public Engine {
 public:
  TorchEngine(const Safetensors& weights, const ModelMetadata& model, const at::Device& device,
              Precision wanted)
      : network_(weights, model, device, wanted), model_(model) {}

  NetworkOutput run(const cv::Mat& picture) override {
    check_picture(picture, model_);
    const at::Device device = network_.device();
    NetworkOutput output = on(device, [&] {
      const auto [logits, alpha] = network_.output(as_tensor(picture, model_).to(device));
      return NetworkOutput{as_mat(logits), as_mat(alpha)};
    });
    check_finite(output.alpha);
    return output;
  }

  Precision precision() const override { return network_.precision(); }

 private:
  TorchNetwork network_;
  ModelMetadata model_;
};

}  // namespace

std::unique_ptr<Engine> make_torch_engine(const Safetensors& weights, const ModelMetadata& model,
                                          const c10::Device& device, Precision precision) {
  return std::make_unique<TorchEngine>(weights, model, device, precision);
}

std::string gpu_trouble(int gpu) {
  if (!at::Context::hasCUDART()) return "built without CUDA: run scripts/setup --cuda";
  try {
    at::zeros({1}, at::Device(at::kCUDA, static_cast<at::DeviceIndex>(gpu))).item<float>();
    return "";
  } catch (const c10::Error& error) {
    return "does not work: " + first_line(error);
  }
}

}  // namespace shm
