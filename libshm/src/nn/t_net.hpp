#pragma once

#include <array>
#include <vector>

#include <torch/nn.h>

#include "nn/layers.hpp"

namespace shm {

/// MobileNetV2 without its classifier, as T-Net's encoder.
///   input  N x 3 x H x W
///   output the skips: skip_widths channels at 1, 1/2, 1/4, 1/8, 1/16 of the stem's size
/// The stem's stride is 2 in MobileNetV2, 1 in the original of T-Net.
class MobileNetV2Impl : public torch::nn::Module {
 public:
  static constexpr std::array<int, 5> skip_widths = {16, 24, 32, 96, 320};
  using Skips = std::array<torch::Tensor, 5>;

  /// Blocks of one size and width; what they give may be a skip.
  struct Stage {
    std::vector<InvertedResidual> blocks;
    bool gives_skip;
  };

  explicit MobileNetV2Impl(int stem_stride);
  Skips forward(torch::Tensor x);

  torch::nn::Sequential head_conv;
  std::vector<Stage> stages;
};
TORCH_MODULE(MobileNetV2);

/// T-Net: portrait -> trimap logits.
///   input  N x 3 x H x W, normalised, H and W multiples of 16 * stem_stride
///   output N x 3 x H x W, classes in the model's ClassOrder, not yet softmaxed
/// MobileNetV2 encoder, U-Net decoder. With stem_stride 2 the decoder ends at half the size and the
/// logits are enlarged.
/// Chen et al., Semantic Human Matting, 2018, section 3.2.
class TNetImpl : public torch::nn::Module {
 public:
  explicit TNetImpl(int stem_stride = 1);
  torch::Tensor forward(const torch::Tensor& x);

  int stem_stride() const { return stem_stride_; }

  /// A step of the decoder: enlarge by `up`, add the skip, pass through `fusion`.
  struct Step {
    torch::nn::Sequential up;
    torch::nn::Sequential fusion;
  };

  MobileNetV2 feature;
  std::vector<Step> decoder;  ///< from 1/16 of the stem's size up; step i takes skip 3 - i
  torch::nn::Conv2d last_conv;
  torch::nn::Upsample last_up;

 private:
  int stem_stride_;
};
TORCH_MODULE(TNet);

}  // namespace shm
