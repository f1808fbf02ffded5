// SPDX-License-Identifier: MIT
// The engine on LibTorch: GPUs, and the reference on the CPU that the other one is held to.
#include "torch/torch_engine.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <ATen/ATen.h>

#include "engine/folding.hpp"
#include "model/state.hpp"
#include "nn/forward.hpp"
#include "nn/picture_tensor.hpp"
#include "nn/precision.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// A layer whose normalisation is part of its weight and bias.
struct FoldedLayer {
  FoldedConvolution conv;
  bool transposed = false;
  at::Tensor weight, bias;
  bool gives_float = false;  ///< whatever it is computed in

  at::Tensor operator()(const at::Tensor& input) const {
    const at::Tensor x = input.to(weight.scalar_type());
    at::Tensor y = transposed
                       ? at::conv_transpose2d(x, weight, bias, conv.stride, conv.padding,
                                              conv.stride - 1, conv.groups)
                       : at::conv2d(x, weight, bias, conv.stride, conv.padding, 1, conv.groups);
    if (gives_float) y = y.to(at::kFloat);
    switch (conv.activation) {
      case Activation::none: return y;
      case Activation::relu: return y.relu_();
      case Activation::relu6: return y.clamp_(0, 6);
    }
    return y;
  }
};

FoldedLayer folded_layer(const ConvolutionLayer& layer, const Safetensors& file,
                         const at::TensorOptions& place) {
  FoldedLayer made{folded(layer, file), layer.transposed, {}, {}, false};
  const std::int64_t first = layer.transposed ? layer.in : layer.out;
  const std::int64_t second = layer.transposed ? layer.out : layer.in / layer.groups;
  made.weight = at::from_blob(made.conv.weight.data(), {first, second, layer.kernel, layer.kernel})
                    .to(place, false, true)
                    .contiguous(at::MemoryFormat::ChannelsLast);
  made.bias = at::from_blob(made.conv.bias.data(), {layer.out}).to(place, false, true);
  return made;
}

/// A network's layers by the numbers of their steps.
class FoldedLayers {
 public:
  FoldedLayers(const NetworkGraph& graph, const Safetensors& file, const at::TensorOptions& place) {
    for (const GraphStep& step : graph.steps())
      layers_.push_back(step.operation == Operation::convolution
                            ? folded_layer(step.layer, file, place)
                            : FoldedLayer());
    layers_.at(last_layer_of(graph)).gives_float = true;
  }

  LayerForward forward() const {
    return [this](std::size_t step, const at::Tensor& x) { return layers_[step](x); };
  }

 private:
  /// The step of the layer that output 0 comes from.
  static std::size_t last_layer_of(const NetworkGraph& graph) {
    auto step = std::size_t(graph.outputs().front()) - 1;
    while (graph.steps().at(step).operation != Operation::convolution)
      step = std::size_t(graph.steps().at(step).from) - 1;
    return step;
  }

  std::vector<FoldedLayer> layers_;
};

Precision choose(Precision wanted, const at::Device& device) {
  if (wanted == Precision::automatic) return device.is_cuda() ? Precision::fp16 : Precision::fp32;
  if (wanted == Precision::fp32 || (wanted == Precision::fp16 && device.is_cuda())) return wanted;
  throw InvalidOption("precision: " + to_string(wanted) +
                      (device.is_cuda() ? " is for the CPU; a GPU takes fp16 or fp32"
                                        : " is not for LibTorch on the CPU, which takes fp32"));
}

/// LibTorch reports the cause over several lines, stack included; the first says it.
std::string first_line(const c10::Error& error) {
  const std::string text = error.what_without_backtrace();
  return text.substr(0, text.find('\n'));
}

/// What the device does not do is a DeviceError: it is lost, or has no memory left.
template <typename Work>
auto on(const at::Device& device, const Work& work) {
  const c10::InferenceMode inference;
  try {
    return work();
  } catch (const c10::Error& error) {
    throw DeviceError(device.str() + ": " + first_line(error));
  }
}

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
      : precision_(choose(wanted, device)),
        device_(device),
        model_(model),
        architecture_(make_architecture(model.architecture, model.stem_stride)) {
    check_same_state(compare_state(architecture_.state(), weights), weights);
    const auto place = at::TensorOptions(device).dtype(scalar_type(precision_));
    on(device, [&] {
      t_net_.emplace(architecture_.t_net, weights, place);
      m_net_.emplace(architecture_.m_net, weights, place);
    });
  }

  NetworkOutput run(const cv::Mat& picture) override {
    check_picture(picture, model_);
    NetworkOutput output = on(device_, [&] {
      const auto [logits, alpha] =
          forward(architecture_, model_.classes, as_tensor(picture, model_).to(device_),
                  {t_net_->forward(), m_net_->forward()});
      return NetworkOutput{as_mat(logits), as_mat(alpha)};
    });
    check_finite(output.alpha);
    return output;
  }

  Precision precision() const override { return precision_; }

 private:
  Precision precision_;
  at::Device device_;
  ModelMetadata model_;
  Architecture architecture_;
  std::optional<FoldedLayers> t_net_, m_net_;
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
