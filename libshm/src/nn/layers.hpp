#pragma once

#include <torch/nn.h>

namespace shm {

/// k x k convolution that keeps height and width at stride 1. A batch norm that follows makes a
/// bias idle; where the original has one all the same, so has this.
torch::nn::Conv2d same_conv(int in, int out, int kernel, bool bias, int stride = 1);

/// conv 3x3, batch norm, ReLU; convolution without bias.
torch::nn::Sequential conv_bn_relu(int in, int out, int stride = 1);

/// Bilinear x2 (align_corners false), conv 3x3 with bias, batch norm, ReLU.
torch::nn::Sequential up_conv(int in, int out);

/// conv 3x3 with bias, batch norm; sums of a skip and a decoder stage pass through it.
torch::nn::Sequential fusion_conv(int channels);

torch::nn::Upsample bilinear_x2();

/// MobileNetV2's block: 1x1 to expansion * in channels, 3x3 depthwise with the stride, 1x1 to out
/// channels, each with batch norm; ReLU6 after the first two. Where stride is 1 and in equals out,
/// the input is added.
/// Sandler et al., MobileNetV2, 2018, figure 4; the 1x1 stays at expansion 1.
class InvertedResidualImpl : public torch::nn::Module {
 public:
  InvertedResidualImpl(int in, int out, int stride, int expansion);
  torch::Tensor forward(const torch::Tensor& x);

  bool has_identity() const { return has_identity_; }

  torch::nn::Sequential conv;

 private:
  bool has_identity_;
};
TORCH_MODULE(InvertedResidual);

}  // namespace shm
