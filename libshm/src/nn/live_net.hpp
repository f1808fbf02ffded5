#pragma once

#include <vector>

#include <torch/nn.h>

#include "nn/t_net.hpp"
#include "shm/classes.hpp"

namespace shm {

/// T-Net of architecture "shm-live".
///   input    N x 3 x H x W, normalised, H and W multiples of 2
///   logits   N x 3 x H/2 x W/2, classes in the model's ClassOrder, not yet softmaxed
///   features N x 16 x H/2 x W/2: what the logits are made of, for M-Net
/// MobileNetV2 with its own stem of stride 2; a decoder that adds each skip, brought to the
/// decoder's width, before it thinks on (Lin et al., Feature Pyramid Networks, 2017).
class LiveTNetImpl : public torch::nn::Module {
 public:
  static constexpr int feature_channels = 16;

  struct Output {
    torch::Tensor logits;
    torch::Tensor features;
  };

  LiveTNetImpl();
  Output forward(const torch::Tensor& x);

  /// A step of the decoder: enlarge, add `lateral` of the skip, pass through `fusion`.
  struct Step {
    torch::nn::Sequential lateral;
    torch::nn::Sequential fusion;
  };

  MobileNetV2 feature;
  torch::nn::Sequential neck;
  std::vector<Step> decoder;  ///< from 1/16 of the input's size up; step i takes skip 3 - i
  torch::nn::Conv2d last_conv;
};
TORCH_MODULE(LiveTNet);

/// M-Net of architecture "shm-live": the detail of alpha, from a picture of twice T-Net's size.
///   image   N x 3 x H x W, normalised, H and W multiples of 4
///   context N x 19 x H/4 x W/4: T-Net's probabilities, then its features
///   output  N x 1 x H x W: alpha where the trimap says unknown, unbounded
/// Works at half the size, on 2 x 2 pixels at a time (Shi et al., Real-Time Single Image and Video
/// Super-Resolution, 2016), so that a tile of the picture can be done alone: no output depends on
/// pixels further away than `reach`.
class LiveMNetImpl : public torch::nn::Module {
 public:
  static constexpr int reach = 8;  ///< pixels

  LiveMNetImpl();
  torch::Tensor forward(const torch::Tensor& image, const torch::Tensor& context);

  std::vector<torch::nn::Sequential> layers;  ///< each a conv_bn_relu
  torch::nn::Conv2d last_conv;
};
TORCH_MODULE(LiveMNet);

/// The whole network of architecture "shm-live": T-Net sees the picture at half its size, M-Net at
/// all of it; alpha = foreground + unknown * detail.
///   input N x 3 x H x W, normalised, H and W multiples of 4
class LiveNetImpl : public torch::nn::Module {
 public:
  struct Output {
    torch::Tensor logits;  ///< N x 3 x H x W, classes in the model's order
    torch::Tensor alpha;   ///< N x 1 x H x W, not clamped
  };

  explicit LiveNetImpl(const ClassOrder& classes = {});
  Output forward(const torch::Tensor& input);
  /// The logits alone.
  torch::Tensor trimap(const torch::Tensor& input);

  const ClassOrder& classes() const { return classes_; }

  LiveTNet t_net;
  LiveMNet m_net;

 private:
  ClassOrder classes_;
};
TORCH_MODULE(LiveNet);

}  // namespace shm
