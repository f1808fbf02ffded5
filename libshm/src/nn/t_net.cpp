#include "nn/t_net.hpp"

#include <string>

namespace shm {

namespace {

/// A row of MobileNetV2's table: `repeats` blocks, the first of which has the stride.
struct StageRow {
  int out, stride, repeats, expansion;
  bool gives_skip;
};

constexpr int stem_width = 32;
constexpr std::array<StageRow, 7> stage_rows = {{
    {16, 1, 1, 1, true},
    {24, 2, 2, 6, true},
    {32, 2, 3, 6, true},
    {64, 2, 4, 6, false},
    {96, 1, 3, 6, true},
    {160, 2, 3, 6, false},
    {320, 1, 1, 6, true},
}};

constexpr int classes = 3;
constexpr std::array<int, 5> decoder_widths = {320, 96, 32, 24, 16};

MobileNetV2Impl::Stage make_stage(int in, const StageRow& row) {
  MobileNetV2Impl::Stage stage{{}, row.gives_skip};
  for (int i = 0; i < row.repeats; ++i)
    stage.blocks.emplace_back(i == 0 ? in : row.out, row.out, i == 0 ? row.stride : 1,
                              row.expansion);
  return stage;
}

/// The state dict calls a lone block "block_1.", one of several "block_2.0.".
std::shared_ptr<torch::nn::Module> as_module(const MobileNetV2Impl::Stage& stage) {
  if (stage.blocks.size() == 1) return stage.blocks.front().ptr();
  torch::nn::Sequential sequence;
  for (const auto& block : stage.blocks)
    sequence->push_back(block);
  return sequence.ptr();
}

}  // namespace

MobileNetV2Impl::MobileNetV2Impl(int stem_stride)
    : head_conv(register_module("head_conv", conv_bn_relu(3, stem_width, stem_stride))) {
  int width = stem_width;
  for (const StageRow& row : stage_rows) {
    stages.push_back(make_stage(width, row));
    register_module("block_" + std::to_string(stages.size()), as_module(stages.back()));
    width = row.out;
  }
}

MobileNetV2Impl::Skips MobileNetV2Impl::forward(torch::Tensor x) {
  Skips skips;
  auto skip = skips.begin();
  x = head_conv->forward(x);
  for (auto& stage : stages) {
    for (auto& block : stage.blocks)
      x = block->forward(x);
    if (stage.gives_skip) *skip++ = x;
  }
  return skips;
}

TNetImpl::TNetImpl(int stem_stride)
    : feature(register_module("feature", MobileNetV2(stem_stride))),
      last_conv(register_module("last_conv", same_conv(decoder_widths.back(), classes, 3, true))),
      last_up(register_module("last_up", bilinear_x2())),
      stem_stride_(stem_stride) {
  for (std::size_t i = 0; i + 1 < decoder_widths.size(); ++i) {
    const std::string level = std::to_string(decoder_widths.size() - i);
    const std::string below = std::to_string(decoder_widths.size() - i - 1);
    const int in = decoder_widths.at(i);
    const int out = decoder_widths.at(i + 1);
    decoder.push_back({register_module("s" + level + "_up_conv", up_conv(in, out)),
                       register_module("s" + below + "_fusion", fusion_conv(out))});
  }
}

torch::Tensor TNetImpl::forward(const torch::Tensor& input) {
  const auto skips = feature->forward(input);
  torch::Tensor x = skips.back();
  for (std::size_t i = 0; i < decoder.size(); ++i)
    x = decoder[i].fusion->forward(decoder[i].up->forward(x) + skips.at(3 - i));
  const torch::Tensor logits = last_conv->forward(x);
  return stem_stride_ == 1 ? logits : last_up->forward(logits);
}

}  // namespace shm
