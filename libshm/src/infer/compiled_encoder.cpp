#include "infer/compiled_encoder.hpp"

#include <ATen/ATen.h>

#include "infer/fold.hpp"

namespace shm {

at::Tensor enlarge(const at::Tensor& x, double factor) {
  return at::upsample_bilinear2d(x, std::nullopt, false, std::vector<double>{factor, factor})
      .contiguous(at::MemoryFormat::ChannelsLast);
}

CompiledBlock::CompiledBlock(const InvertedResidual& block, const ConvolutionMaker& make)
    : has_identity_(block->has_identity()) {
  const auto specs = fold(*block->conv);
  expand_ = make(specs.at(0));
  depthwise_ = make(specs.at(1));
  project_ = make(specs.at(2));
}

at::Tensor CompiledBlock::operator()(const at::Tensor& x) {
  const at::Tensor y = (*depthwise_)((*expand_)(x));
  return has_identity_ ? project_->add_to(x, y) : (*project_)(y);
}

CompiledEncoder::CompiledEncoder(const MobileNetV2& feature, const ConvolutionMaker& make)
    : head_(make(fold_one(*feature->head_conv))) {
  for (const auto& stage : feature->stages) {
    for (const auto& block : stage.blocks)
      blocks_.emplace_back(block, make);
    if (stage.gives_skip) skip_after_.push_back(blocks_.size());
  }
}

std::vector<at::Tensor> CompiledEncoder::operator()(const at::Tensor& input) {
  std::vector<at::Tensor> skips;
  at::Tensor x = (*head_)(input);
  for (std::size_t done = 0; done < blocks_.size();) {
    x = blocks_[done++](x);
    if (done == skip_after_[skips.size()]) skips.push_back(x);
  }
  return skips;
}

}  // namespace shm
