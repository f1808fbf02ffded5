#pragma once

#include <memory>
#include <vector>

#include "infer/convolution.hpp"
#include "nn/t_net.hpp"

namespace shm {

/// Bilinear, align_corners false; channels-last, which one pixel alone does not say.
at::Tensor enlarge(const at::Tensor& x, double factor);
/// By 2, then without the last row or column, where `like` has one less: what was halved to x
/// rounded up.
at::Tensor enlarge_to(const at::Tensor& x, const at::Tensor& like);

/// nn/layers.hpp's InvertedResidual, the sum made part of the last convolution: it may take x's
/// place.
class CompiledBlock {
 public:
  CompiledBlock(const InvertedResidual& block, const ConvolutionMaker& make, Levels in);
  at::Tensor operator()(const at::Tensor& x);
  Levels levels() const { return project_->levels(); }

 private:
  bool has_identity_;
  ConvolutionPtr expand_;
  ConvolutionPtr depthwise_;
  ConvolutionPtr project_;
};

/// nn/t_net.hpp's MobileNetV2. Gives its skips.
class CompiledEncoder {
 public:
  CompiledEncoder(const MobileNetV2& feature, const ConvolutionMaker& make, Levels in);
  MobileNetV2Impl::Skips operator()(const at::Tensor& input);
  /// Of the skips.
  const std::vector<Levels>& levels() const { return levels_; }

 private:
  ConvolutionPtr head_;
  std::vector<CompiledBlock> blocks_;
  std::vector<std::size_t> skip_after_;  ///< numbers of blocks
  std::vector<Levels> levels_;
};

}  // namespace shm
