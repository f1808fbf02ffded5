#pragma once

#include <torch/nn.h>

#include "nn/m_net.hpp"
#include "nn/t_net.hpp"
#include "shm/classes.hpp"

namespace shm {

/// alpha = foreground + unknown * detail: T-Net decides where it is sure, M-Net where it is not.
///   probabilities N x 3 x H x W, softmax of T-Net's logits, classes in `order`
///   detail        N x 1 x H x W, of M-Net
///   output        N x 1 x H x W, not clamped
/// Chen et al., Semantic Human Matting, 2018, equation 4.
torch::Tensor fuse(const torch::Tensor& probabilities, const torch::Tensor& detail,
                   const ClassOrder& order);

/// The whole network of architecture "shm": T-Net, M-Net and their fusion.
///   input N x 3 x H x W, normalised, H and W multiples of 16 * stem_stride
class ShmNetImpl : public torch::nn::Module {
 public:
  struct Output {
    torch::Tensor logits;  ///< N x 3 x H x W, classes in the model's order
    torch::Tensor alpha;   ///< N x 1 x H x W, not clamped
  };

  explicit ShmNetImpl(const ClassOrder& classes = {}, int stem_stride = 1);
  Output forward(const torch::Tensor& input);
  /// The logits alone.
  torch::Tensor trimap(const torch::Tensor& input);

  const ClassOrder& classes() const { return classes_; }

  TNet t_net;
  MNet m_net;

 private:
  ClassOrder classes_;
};
TORCH_MODULE(ShmNet);

}  // namespace shm
