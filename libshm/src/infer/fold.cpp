#include "infer/fold.hpp"

#include "shm/error.hpp"

namespace shm {

namespace {

/// gamma (w x + b - mean) / sqrt(variance + epsilon) + beta is a convolution again.
void fold_into(ConvolutionSpec& spec, const torch::nn::BatchNorm2dImpl& norm) {
  const at::Tensor scale = norm.weight / (norm.running_var + norm.options.eps()).sqrt();
  spec.weight = spec.weight * scale.reshape({-1, 1, 1, 1});
  spec.bias = (spec.bias - norm.running_mean) * scale + norm.bias;
}

}  // namespace

ConvolutionSpec spec_of(const torch::nn::Conv2dImpl& conv) {
  ConvolutionSpec spec;
  spec.weight = conv.weight.detach();
  spec.bias = conv.bias.defined() ? conv.bias.detach() : at::zeros(conv.weight.size(0));
  spec.stride = conv.options.stride()->front();
  spec.padding = std::get<torch::ExpandingArray<2>>(conv.options.padding())->front();
  spec.groups = conv.options.groups();
  return spec;
}

std::vector<ConvolutionSpec> fold(const torch::nn::SequentialImpl& sequence) {
  const torch::NoGradGuard no_grad;
  std::vector<ConvolutionSpec> specs;
  for (const auto& child : sequence.children()) {
    if (const auto* conv = child->as<torch::nn::Conv2d>())
      specs.push_back(spec_of(*conv));
    else if (const auto* norm = child->as<torch::nn::BatchNorm2d>())
      fold_into(specs.back(), *norm);
    else if (child->as<torch::nn::ReLU>() != nullptr)
      specs.back().activation = Activation::relu;
    else if (child->as<torch::nn::ReLU6>() != nullptr)
      specs.back().activation = Activation::relu6;
    else if (child->as<torch::nn::Upsample>() == nullptr)
      throw BadModel("the engine has no way to run " + child->name());
  }
  return specs;
}

ConvolutionSpec fold_one(const torch::nn::SequentialImpl& sequence) {
  return fold(sequence).at(0);
}

ConvolutionSpec taking(ConvolutionSpec spec, Levels in, Levels sum) {
  spec.in = in;
  spec.sum = sum;
  return spec;
}

ConvolutionSpec answering(ConvolutionSpec spec, Levels in) {
  spec.in = in;
  spec.answers = true;
  return spec;
}

}  // namespace shm
