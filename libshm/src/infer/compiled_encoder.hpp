#pragma once

#include <memory>
#include <vector>

#include "infer/convolution.hpp"
#include "nn/t_net.hpp"

namespace shm {

using ConvolutionPtr = std::unique_ptr<Convolution>;

/// Bilinear, align_corners false; channels-last, which one pixel alone does not say.
at::Tensor enlarge(const at::Tensor& x, double factor);

/// nn/layers.hpp's InvertedResidual, the sum made part of the last convolution: it may take x's
/// place.
class CompiledBlock {
 public:
  CompiledBlock(const InvertedResidual& block, const ConvolutionMaker& make);
  at::Tensor operator()(const at::Tensor& x);

 private:
  bool has_identity_;
  ConvolutionPtr expand_;
  ConvolutionPtr depthwise_;
  ConvolutionPtr project_;
};

/// nn/t_net.hpp's MobileNetV2. Gives its skips.
class CompiledEncoder {
 public:
  CompiledEncoder(const MobileNetV2& feature, const ConvolutionMaker& make);
  std::vector<at::Tensor> operator()(const at::Tensor& input);

 private:
  ConvolutionPtr head_;
  std::vector<CompiledBlock> blocks_;
  std::vector<std::size_t> skip_after_;  ///< numbers of blocks
};

}  // namespace shm
