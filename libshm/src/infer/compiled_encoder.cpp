#include "infer/compiled_encoder.hpp"

#include <ATen/ATen.h>

#include "base/parallel.hpp"
#include "infer/fold.hpp"
#include "kernels/cpu/enlarge.hpp"

namespace shm {

namespace {

template <typename Element>
at::Tensor doubled(const at::Tensor& x, std::int64_t height, std::int64_t width) {
  const PixelRows small{x.size(2), x.size(3), x.size(1)};
  at::Tensor y =
      at::empty({1, small.channels, height, width}, x.options(), at::MemoryFormat::ChannelsLast);
  const auto* from = static_cast<const Element*>(x.const_data_ptr());
  auto* to = static_cast<Element*>(y.data_ptr());
  parallel_rows(height, [&](Rows rows) { enlarge(from, small, to, width, rows); });
  return y;
}

bool is_for_kernel(const at::Tensor& x) {
  return x.is_cpu() && x.size(0) == 1 && x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor upsampled(const at::Tensor& x, double factor) {
  return at::upsample_bilinear2d(x, std::nullopt, false, std::vector<double>{factor, factor});
}

/// By 2, but no further than to this height and width.
at::Tensor enlarge_to(const at::Tensor& x, std::int64_t height, std::int64_t width) {
  if (is_for_kernel(x)) {
    switch (x.scalar_type()) {
      case at::kFloat: return doubled<float>(x, height, width);
      case at::kBFloat16: return doubled<Bf16>(x, height, width);
      case at::kChar: return doubled<std::int8_t>(x, height, width);
      case at::kByte: return doubled<std::uint8_t>(x, height, width);
      default: break;
    }
  }
  return upsampled(x, 2)
      .narrow(2, 0, height)
      .narrow(3, 0, width)
      .contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace

at::Tensor enlarge(const at::Tensor& x, double factor) {
  if (factor == 2) return enlarge_to(x, 2 * x.size(2), 2 * x.size(3));
  return upsampled(x, factor).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor enlarge_to(const at::Tensor& x, const at::Tensor& like) {
  return enlarge_to(x, like.size(2), like.size(3));
}

CompiledBlock::CompiledBlock(const InvertedResidual& block, const ConvolutionMaker& make, Levels in)
    : has_identity_(block->has_identity()) {
  const auto specs = fold(*block->conv);
  expand_ = make(taking(specs.at(0), in));
  depthwise_ = make(taking(specs.at(1), expand_->levels()));
  project_ = make(taking(specs.at(2), depthwise_->levels(), in));
}

at::Tensor CompiledBlock::operator()(const at::Tensor& x) {
  const at::Tensor y = (*depthwise_)((*expand_)(x));
  return has_identity_ ? project_->add_to(x, y) : (*project_)(y);
}

CompiledEncoder::CompiledEncoder(const MobileNetV2& feature, const ConvolutionMaker& make,
                                 Levels in)
    : head_(make(taking(fold_one(*feature->head_conv), in))) {
  Levels x = head_->levels();
  for (const auto& stage : feature->stages) {
    for (const auto& block : stage.blocks) {
      blocks_.emplace_back(block, make, x);
      x = blocks_.back().levels();
    }
    if (!stage.gives_skip) continue;
    skip_after_.push_back(blocks_.size());
    levels_.push_back(x);
  }
}

MobileNetV2Impl::Skips CompiledEncoder::operator()(const at::Tensor& input) {
  MobileNetV2Impl::Skips skips;
  auto skip = skips.begin();
  at::Tensor x = (*head_)(input);
  for (std::size_t done = 0; done < blocks_.size();) {
    x = blocks_[done++](x);
    if (done == skip_after_.at(std::size_t(skip - skips.begin()))) *skip++ = x;
  }
  return skips;
}

}  // namespace shm
