#include "nn/layers.hpp"

#include <limits>

#include "nn/batch_norm_act.hpp"
#include "nn/depthwise_conv.hpp"

namespace shm {

namespace nn = torch::nn;

constexpr double no_limit = std::numeric_limits<double>::infinity();

nn::Conv2d same_conv(int in, int out, int kernel, bool bias, int stride) {
  return nn::Conv2d(
      nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(bias));
}

nn::Sequential conv_bn_relu(int in, int out, int stride) {
  return nn::Sequential(same_conv(in, out, 3, false, stride), ActivatedBatchNorm(out, no_limit),
                        ReluDone());
}

nn::Sequential up_conv(int in, int out) {
  return nn::Sequential(bilinear_x2(), same_conv(in, out, 3, true),
                        ActivatedBatchNorm(out, no_limit), ReluDone());
}

nn::Sequential fusion_conv(int channels) {
  return nn::Sequential(same_conv(channels, channels, 3, true), nn::BatchNorm2d(channels));
}

nn::Upsample bilinear_x2() {
  return nn::Upsample(nn::UpsampleOptions()
                          .scale_factor(std::vector<double>{2.0, 2.0})
                          .mode(torch::kBilinear)
                          .align_corners(false));
}

InvertedResidualImpl::InvertedResidualImpl(int in, int out, int stride, int expansion)
    : has_identity_(stride == 1 && in == out) {
  const int wide = in * expansion;
  conv = nn::Sequential(same_conv(in, wide, 1, false), ActivatedBatchNorm(wide, 6), Relu6Done(),
                        DepthwiseConv(wide, stride), ActivatedBatchNorm(wide, 6), Relu6Done(),
                        same_conv(wide, out, 1, false), nn::BatchNorm2d(out));
  register_module("conv", conv);
}

torch::Tensor InvertedResidualImpl::forward(const torch::Tensor& x) {
  return has_identity_ ? x + conv->forward(x) : conv->forward(x);
}

}  // namespace shm
