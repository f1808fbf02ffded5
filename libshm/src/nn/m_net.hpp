#pragma once

#include <vector>

#include <torch/nn.h>

namespace shm {

/// M-Net: portrait and trimap -> the detail of alpha.
///   input  N x 6 x H x W: the normalised portrait, then T-Net's probabilities; H and W multiples
///   of 16 output N x 1 x H x W: alpha where the trimap says unknown, unbounded
/// Chen et al., Semantic Human Matting, 2018, section 3.3.
class MNetImpl : public torch::nn::Module {
 public:
  MNetImpl();
  torch::Tensor forward(torch::Tensor x);

  /// A step of the decoder: `conv`, then `up`, a transposed convolution 5x5 of stride 2.
  struct Step {
    torch::nn::Sequential conv;
    torch::nn::ConvTranspose2d up;
  };

  std::vector<torch::nn::Sequential> encoder;  ///< each is followed by a max-pool 3x3 of stride 2
  std::vector<Step> decoder;
  torch::nn::Conv2d conv;

 private:
  /// The original's fifth step of the encoder, which nothing uses; state dicts hold it.
  torch::nn::Sequential en_conv_bn_relu_5_;
};
TORCH_MODULE(MNet);

}  // namespace shm
